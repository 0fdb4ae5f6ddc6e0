package org.vss4j.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vss4j.internal.windows.Platform;

/** Decides for {@link OnWindows}. */
final class OnWindowsCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!Platform.isWindows()) {
            return disabled("It is about Windows, and this is " + System.getProperty("os.name"));
        }
        boolean service = findAnnotation(context.getElement(), OnWindows.class)
                .map(annotation -> annotation.value() == OnWindows.Service.OF_TESTS)
                .orElse(false);
        return service ? withService() : enabled("This is Windows");
    }

    private static ConditionEvaluationResult withService() {
        Path system = Path.of(String.valueOf(System.getenv("SystemRoot")), "system32", "vssapi.dll");
        if (!Path.of(System.getProperty("vss4j.native.library", "")).equals(system)) {
            return disabled("The system's vssapi.dll is not that of src/test/native: see scripts/test-on-windows-abi");
        }
        String missing = TestDrive.missing();
        return missing == null ? enabled("The system's vssapi.dll is that of the tests") : disabled(missing);
    }
}
