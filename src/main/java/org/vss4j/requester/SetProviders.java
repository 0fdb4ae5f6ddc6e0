package org.vss4j.requester;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Who makes the copies of a set, as its options choose. Belongs to the thread of the session's calls.
 */
final class SetProviders {
    private final BackupOptions options;
    private final Supplier<List<ShadowCopyProvider>> present;
    private final Map<ProviderChoice, UUID> ids = new HashMap<>();

    /**
     * What options choose.
     *
     * @param present asks which providers there are
     */
    SetProviders(BackupOptions options, Supplier<List<ShadowCopyProvider>> present) {
        this.options = options;
        this.present = present;
    }

    /**
     * To be called before the set is started.
     *
     * @throws org.vss4j.VssException if a choice means no provider, or more than one
     */
    void find() {
        find(options.provider());
        options.providersOfVolumes().values().forEach(this::find);
    }

    private void find(ProviderChoice choice) {
        ids.computeIfAbsent(choice, chosen -> chosen.resolve(present));
    }

    /** The id of the provider for a volume, or that which leaves the choice to VSS. */
    UUID of(Path root) {
        String name = Volumes.nameOf(root);
        ProviderChoice choice = options.providersOfVolumes().entrySet().stream()
                .filter(each -> Volumes.nameOf(Volumes.rootOf(each.getKey())).equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(options.provider());
        return ids.computeIfAbsent(choice, chosen -> chosen.resolve(present));
    }
}
