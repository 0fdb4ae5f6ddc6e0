package org.vss4j.internal.com;

import java.nio.file.Path;
import java.util.Optional;

/** The device objects of a service: where the files of its copies are, if the system does not know. */
@FunctionalInterface
public interface ServiceDevices {
    /**
     * The folder that stands for a device object.
     *
     * @param deviceObject as the service names it
     * @return empty if the system itself knows the device object, or there is none of that name
     */
    Optional<Path> folderOf(String deviceObject);
}
