package org.vss4j.internal.com;

/**
 * What a service is made of whose exports are not those of a file.
 *
 * @param exports the functions
 * @param volumes the volumes that it knows
 * @param devices its device objects
 * @param name how the service is called in a ledger
 */
public record ServiceParts(VssExports exports, ServiceVolumes volumes, ServiceDevices devices, String name) {}
