package org.vss4j.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Report;
import org.vss4j.requester.ShadowCopyProvider;
import picocli.CommandLine.Command;

/** {@code vss4j providers}: who makes shadow copies. */
@Command(name = "providers", description = "Lists the providers of shadow copies.", sortOptions = false)
final class ProvidersCommand extends ServiceCommand {
    ProvidersCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<String> calls(Context context) {
        return DryRun.query("VSS_OBJECT_PROVIDER");
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        withService(report, context -> run(context, report));
    }

    private void run(Context context, Report report) throws TimeoutException {
        List<ShadowCopyProvider> providers =
                stop().whileWaiting(() -> context.vss().inventory().providers());
        report.field(
                "providers", providers.stream().map(ProvidersCommand::describe).toList());
        providers.forEach(provider ->
                report.line(provider.id() + "  " + type(provider) + "  " + provider.name() + " " + provider.version()));
    }

    private static String type(ShadowCopyProvider provider) {
        return provider.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, @Nullable Object> describe(ShadowCopyProvider provider) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", provider.id());
        fields.put("name", provider.name());
        fields.put("type", type(provider));
        fields.put("version", provider.version());
        fields.put("versionId", provider.versionId());
        return fields;
    }
}
