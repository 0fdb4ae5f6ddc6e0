/*
 * The methods of a session. What may be called when is written down here from Microsoft's pages alone, so that it can be
 * held against the simulator, which has its own table.
 */
#include "vss_writers.h"

#include <stdlib.h>

#define CONTEXT_NO_WRITERS 0x10
#define CONTEXT_CLIENT_ACCESSIBLE 0x4
#define TRANSPORTABLE 0x20
#define DIFFERENTIAL 0x20000
#define PLEX 0x40000
#define BACKUP_TYPE_FULL 1
#define BACKUP_TYPE_OTHER 6
#define STATUS_CREATED 12

const GUID PROVIDER = {0x9d2b4c61, 0x1a5f, 0x4f0e, {0x8b, 0x52, 0x3d, 0x77, 0x10, 0xc4, 0x95, 0x2e}};

bool has_writers(const Backup *self) {
    return (self->context & CONTEXT_NO_WRITERS) == 0;
}

/* One of the contexts, with what may stand beside it; what needs a provider of disks is not supported by the one here. */
static hresult check_context(int32_t context) {
    int32_t of_context = context & 0x1d, beside = context & ~0x1d;
    bool known = of_context == 0x00 || of_context == 0x10 || of_context == 0x19 || of_context == 0x09
                 || of_context == 0x1d || of_context == 0x0d;
    int32_t disks = beside & (TRANSPORTABLE | DIFFERENTIAL | PLEX);
    if (context == EVERY_CONTEXT) {
        return HR_OK;
    }
    if (!known || (beside & ~(0x2 | 0x80 | 0x800000 | 0x2000000 | TRANSPORTABLE | DIFFERENTIAL | PLEX)) != 0
            || (disks & (DIFFERENTIAL | PLEX)) == (DIFFERENTIAL | PLEX)
            || ((of_context & CONTEXT_CLIENT_ACCESSIBLE) != 0 && disks != 0)) {
        return HR_INVALIDARG;
    }
    return (disks & (TRANSPORTABLE | PLEX)) != 0 ? VSS_UNSUPPORTED_CONTEXT : HR_OK;
}

static hresult initialize_for_backup(Backup *self, const uint16_t *xml) {
    hresult result;
    if (!enter(self, INITIALIZE_FOR_BACKUP, true, &result)) {
        return result;
    }
    if (self->station != MADE) {
        result = VSS_BAD_STATE;
    } else if (xml != NULL && *xml != 0) {
        /* A document comes with a transportable set, of which this machine has none. */
        result = VSS_INVALID_XML_DOCUMENT;
    } else {
        self->station = INITIALIZED;
        result = HR_OK;
    }
    return leave(self, INITIALIZE_FOR_BACKUP, result);
}

/* Once, and before the set is started; one that failed does not count. */
static hresult set_context(Backup *self, int32_t context) {
    hresult result;
    if (!enter(self, SET_CONTEXT, true, &result)) {
        return result;
    }
    if (!is_quiet(self) || self->context_chosen || self->station > INITIALIZED) {
        result = VSS_BAD_STATE;
    } else {
        result = check_context(context);
        if (result == HR_OK) {
            self->context_chosen = true;
            self->context = context;
        }
    }
    return leave(self, SET_CONTEXT, result);
}

/* Before PrepareForBackup. */
static hresult set_backup_state(Backup *self, boolean components, boolean bootable, int32_t type, boolean partial) {
    hresult result;
    if (!enter(self, SET_BACKUP_STATE, true, &result)) {
        return result;
    }
    result = !is_quiet(self) || self->station >= SET_PREPARED          ? VSS_BAD_STATE
             : type < BACKUP_TYPE_FULL || type > BACKUP_TYPE_OTHER ? HR_INVALIDARG
                                                                   : HR_OK;
    if (result == HR_OK) {
        self->writers->selects_components = components != 0;
        self->writers->bootable = bootable != 0;
        self->writers->partial_files = partial != 0;
        self->writers->backup_type = type;
        self->state_set = true;
    }
    return leave(self, SET_BACKUP_STATE, result);
}

/* Once for each object, and before what needs it. */
static hresult gather_writer_metadata(Backup *self, void **out) {
    hresult result;
    if (!enter(self, GATHER_WRITER_METADATA, out != NULL, &result)) {
        return result;
    }
    bool allowed = is_quiet(self) && !self->metadata_asked && self->station < SET_PREPARED;
    return begin(self, GATHER_WRITER_METADATA, allowed, out);
}

static hresult free_writer_metadata(Backup *self) {
    hresult result;
    if (!enter(self, FREE_WRITER_METADATA, true, &result)) {
        return result;
    }
    bool allowed = is_quiet(self) && self->metadata_there;
    self->metadata_freed |= allowed;
    return leave(self, FREE_WRITER_METADATA, allowed ? HR_OK : VSS_BAD_STATE);
}

static hresult start_snapshot_set(Backup *self, VSS_ID *out) {
    hresult result;
    if (!enter(self, START_SNAPSHOT_SET, out != NULL, &result)) {
        return result;
    }
    bool allowed = is_quiet(self) && self->station == INITIALIZED && self->context != EVERY_CONTEXT;
    result = allowed ? become_creator(self) : VSS_BAD_STATE;
    if (result == HR_OK) {
        self->station = SET_STARTED;
        self->set = new_id();
        *out = self->set;
    }
    return leave(self, START_SNAPSHOT_SET, result);
}

static bool is_in_set(Backup *self, const NameUnit *volume) {
    for (int32_t i = 0; i < self->copy_count; i++) {
        if (same_name(self->copies[i].volume, volume)) {
            return true;
        }
    }
    return false;
}

static hresult add_volume(Backup *self, NameUnit *volume, const VSS_ID *provider, VSS_ID *out) {
    static const GUID ANY;
    if (!same_id(provider, &ANY) && !same_id(provider, &PROVIDER)) {
        return VSS_PROVIDER_NOT_REGISTERED;
    }
    if (is_share(volume)) {
        return VSS_VOLUME_NOT_SUPPORTED;
    }
    if (!is_volume(self->machine, volume)) {
        return VSS_OBJECT_NOT_FOUND;
    }
    if (!is_supported(self->machine, volume)) {
        return same_id(provider, &ANY) ? VSS_VOLUME_NOT_SUPPORTED : VSS_VOLUME_NOT_SUPPORTED_BY_PROVIDER;
    }
    if (is_in_set(self, volume)) {
        return VSS_OBJECT_ALREADY_EXISTS;
    }
    if (self->copy_count == MAX_VOLUMES) {
        return VSS_MAXIMUM_NUMBER_OF_VOLUMES;
    }
    if (has_all_copies(self->machine, volume)) {
        return VSS_MAXIMUM_NUMBER_OF_SNAPSHOTS;
    }
    Copy *copy = &self->copies[self->copy_count];
    copy->volume = copy_name(volume);
    if (copy->volume == NULL) {
        return HR_OUTOFMEMORY;
    }
    self->copy_count++;
    copy->id = new_id();
    *out = copy->id;
    return HR_OK;
}

/* A volume by a name with its separator at the end, and the provider that VSS finds best, or the only one there is. */
static hresult add_to_snapshot_set(Backup *self, const uint16_t *name, VSS_ID provider, VSS_ID *out) {
    hresult result;
    if (!enter(self, ADD_TO_SNAPSHOT_SET, name != NULL && out != NULL, &result)) {
        return result;
    }
    NameUnit *volume = name_of_wide(name);
    result = !is_quiet(self) || self->station != SET_STARTED ? VSS_BAD_STATE
             : volume == NULL                                ? HR_OUTOFMEMORY
                                                             : add_volume(self, volume, &provider, out);
    free(volume);
    return leave(self, ADD_TO_SNAPSHOT_SET, result);
}

/* Of writers, who have said before what they have. */
static hresult prepare_for_backup(Backup *self, void **out) {
    hresult result;
    if (!enter(self, PREPARE_FOR_BACKUP, out != NULL, &result)) {
        return result;
    }
    bool allowed = is_quiet(self) && has_writers(self) && self->metadata_there && self->state_set
                   && self->station == SET_STARTED;
    return begin(self, PREPARE_FOR_BACKUP, allowed, out);
}

/* Writers, if they take part, are prepared before. */
static hresult do_snapshot_set(Backup *self, void **out) {
    hresult result;
    if (!enter(self, DO_SNAPSHOT_SET, out != NULL, &result)) {
        return result;
    }
    Station before = has_writers(self) ? SET_PREPARED : SET_STARTED;
    return begin(self, DO_SNAPSHOT_SET, is_quiet(self) && self->station == before, out);
}

static hresult gather_writer_status(Backup *self, void **out) {
    hresult result;
    if (!enter(self, GATHER_WRITER_STATUS, out != NULL, &result)) {
        return result;
    }
    return begin(self, GATHER_WRITER_STATUS, writers_answer(self), out);
}

/* After it the status has to be gathered again. */
static hresult free_writer_status(Backup *self) {
    hresult result;
    if (!enter(self, FREE_WRITER_STATUS, true, &result)) {
        return result;
    }
    bool allowed = writers_answer(self) && self->status_there;
    if (allowed) {
        self->status_there = false;
    }
    return leave(self, FREE_WRITER_STATUS, allowed ? HR_OK : VSS_BAD_STATE);
}

static Copy *find_copy(Backup *self, const VSS_ID *id) {
    for (int32_t i = 0; i < self->copy_count && self->copies_made; i++) {
        if (same_id(id, &self->copies[i].id)) {
            return &self->copies[i];
        }
    }
    return NULL;
}

static hresult describe(Backup *self, const Copy *copy, VSS_SNAPSHOT_PROP *out) {
    NameUnit *machine = name_of_text("test-machine");
    if (machine == NULL) {
        return HR_OUTOFMEMORY;
    }
    memset(out, 0, sizeof *out);
    out->m_SnapshotId = copy->id;
    out->m_SnapshotSetId = self->set;
    out->m_lSnapshotsCount = self->set_size;
    out->m_pwszSnapshotDeviceObject = (VSS_PWSZ)give_string(copy->device);
    out->m_pwszOriginalVolumeName = (VSS_PWSZ)give_string(copy->volume);
    out->m_pwszOriginatingMachine = (VSS_PWSZ)give_string(machine);
    out->m_pwszServiceMachine = (VSS_PWSZ)give_string(machine);
    out->m_ProviderId = PROVIDER;
    out->m_lSnapshotAttributes = attributes_of(self);
    out->m_tsCreationTimestamp = self->made_at;
    out->m_eStatus = STATUS_CREATED;
    free(machine);
    return HR_OK;
}

/* What was made stays to be read, whatever came after it; what was not made is not found. */
static hresult get_snapshot_properties(Backup *self, VSS_ID id, VSS_SNAPSHOT_PROP *out) {
    hresult result;
    if (!enter(self, GET_SNAPSHOT_PROPERTIES, out != NULL, &result)) {
        return result;
    }
    if (self->station == MADE || self->operation_open) {
        return leave(self, GET_SNAPSHOT_PROPERTIES, VSS_BAD_STATE);
    }
    Copy *copy = find_copy(self, &id);
    return leave(self, GET_SNAPSHOT_PROPERTIES, copy == NULL ? VSS_OBJECT_NOT_FOUND : describe(self, copy, out));
}

/* Tells the writers that it is done; there is nobody to tell if none takes part, or if no copies were made. */
static hresult backup_complete(Backup *self, void **out) {
    hresult result;
    if (!enter(self, BACKUP_COMPLETE, out != NULL, &result)) {
        return result;
    }
    return begin(self, BACKUP_COMPLETE, is_quiet(self) && has_writers(self) && self->station == SET_DONE, out);
}

/* At any time after InitializeForBackup. Where no backup is under way, there is nothing to abort and nothing changes. */
static hresult abort_backup(Backup *self) {
    hresult result;
    if (!enter(self, ABORT_BACKUP, true, &result)) {
        return result;
    }
    if (self->station == MADE) {
        return leave(self, ABORT_BACKUP, VSS_BAD_STATE);
    }
    give_up(self);
    look(self);
    self->set_failed = false;
    if (self->station >= SET_STARTED && self->station < COMPLETED) {
        self->station = ENDED;
    }
    return leave(self, ABORT_BACKUP, HR_OK);
}

void put_session_methods(Code *vtable) {
    vtable[5] = (Code)initialize_for_backup;
    vtable[6] = (Code)set_backup_state;
    vtable[9] = (Code)gather_writer_metadata;
    vtable[12] = (Code)free_writer_metadata;
    vtable[14] = (Code)prepare_for_backup;
    vtable[15] = (Code)abort_backup;
    vtable[16] = (Code)gather_writer_status;
    vtable[18] = (Code)free_writer_status;
    vtable[27] = (Code)backup_complete;
    vtable[35] = (Code)set_context;
    vtable[36] = (Code)start_snapshot_set;
    vtable[37] = (Code)add_to_snapshot_set;
    vtable[38] = (Code)do_snapshot_set;
    vtable[42] = (Code)get_snapshot_properties;
}
