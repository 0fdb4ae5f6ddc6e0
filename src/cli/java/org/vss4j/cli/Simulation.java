package org.vss4j.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What the simulator is told about one method: how long its operation takes, or with which code it fails.
 *
 * @param method the method
 * @param duration how long, or null
 * @param code with which code, or null
 */
record Simulation(
        VssMethod method,
        @Nullable Duration duration,
        @Nullable HResult code) {

    /** Reads {@code METHOD=DURATION} and {@code METHOD=HRESULT}. */
    static final class Converter implements ITypeConverter<Simulation> {
        @Override
        public Simulation convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new TypeConversionException("'" + text + "' has no '=': write METHOD=DURATION or METHOD=HRESULT");
            }
            VssMethod method = method(text.substring(0, equals));
            String value = text.substring(equals + 1);
            HResult code = HResult.parse(value).filter(HResult::isFailure).orElse(null);
            if (code != null) {
                return new Simulation(method, null, code);
            }
            if (!method.beginsOperation()) {
                throw new TypeConversionException("'" + value + "' is not an error code, and " + method.microsoftName()
                        + " takes no time that could be given");
            }
            return new Simulation(method, Durations.parse(value), null);
        }

        private static VssMethod method(String name) {
            return Arrays.stream(VssMethod.values())
                    .filter(method -> method.microsoftName().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + name + "' is none of "
                            + Arrays.stream(VssMethod.values())
                                    .map(VssMethod::microsoftName)
                                    .collect(Collectors.joining(", "))));
        }
    }

    void apply(VssSimulator.Builder simulator) {
        if (duration != null) {
            simulator.duration(method, duration);
        }
        if (code != null) {
            simulator.fault(method, method.beginsOperation() ? new Fault.Fails(code) : new Fault.Returns(code));
        }
    }
}
