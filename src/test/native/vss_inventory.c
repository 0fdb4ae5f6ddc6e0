/*
 * What there is on a machine: persistent copies, which lie in the store with a record each, so that every process that uses
 * the store has them; Query, DeleteSnapshots, IsVolumeSupported, and the IVssEnumObject that Query gives.
 */
#include "vss_backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FOUND 4096
#define MAX_DEVICES 2048
#define MAX_NAME 4096
#define PROVIDER_SOFTWARE 2
#define STATUS_CREATED 12

static const GUID NOTHING;

/* ---- records */

typedef struct {
    VSS_ID id, set;
    int32_t count, attributes;
    int64_t made_at;
    NameUnit volume[MAX_NAME], device[MAX_NAME];
} Found;

static NameUnit *record_name(const NameUnit *device) {
    return append_text(device, ".copy");
}

static bool put_name(NameUnit *to, const NameUnit *name) {
    size_t size = name_size(name);
    if (size > MAX_NAME * sizeof *to) {
        return false;
    }
    memcpy(to, name, size);
    return true;
}

/* What the machine tells of a copy that was made. */
static bool describe(const Backup *backup, const Copy *copy, Found *found) {
    memset(found, 0, sizeof *found);
    found->id = copy->id;
    found->set = backup->set;
    found->count = backup->set_size;
    found->attributes = attributes_of(backup);
    found->made_at = backup->made_at;
    return put_name(found->volume, copy->volume) && put_name(found->device, copy->device);
}

hresult record_copies(const Backup *backup) {
    Found *found = malloc(sizeof *found);
    hresult result = found == NULL ? HR_OUTOFMEMORY : HR_OK;
    for (int32_t i = 0; result == HR_OK && i < backup->copy_count; i++) {
        NameUnit *name = record_name(backup->copies[i].device);
        FILE *file = name == NULL ? NULL : open_file(name, "wb");
        bool written = file != NULL && describe(backup, &backup->copies[i], found)
                       && fwrite(found, sizeof *found, 1, file) == 1;
        if (file == NULL || fclose(file) != 0 || !written) {
            result = VSS_UNEXPECTED_PROVIDER_ERROR;
        }
        free(name);
    }
    free(found);
    return result;
}

void forget_record(const NameUnit *device) {
    NameUnit *name = record_name(device);
    if (name != NULL) {
        remove_file(name);
        free(name);
    }
}

static bool read_record(const Machine *machine, int32_t number, Found *found) {
    NameUnit *device = device_name(machine->store, number);
    NameUnit *name = device == NULL ? NULL : record_name(device);
    FILE *file = name == NULL ? NULL : open_file(name, "rb");
    bool read = file != NULL && fread(found, sizeof *found, 1, file) == 1;
    if (file != NULL) {
        fclose(file);
    }
    free(name);
    free(device);
    return read;
}

/* ---- all copies, each given to a function until that says that it is enough */

typedef bool See(const Found *found, void *data);

typedef struct {
    bool there[MAX_DEVICES + 1];
} Devices;

static void note_device(const NameUnit *name, void *data) {
    Devices *devices = data;
    int32_t number = device_number(name);
    if (number > 0 && number <= MAX_DEVICES) {
        devices->there[number] = true;
    }
}

/* With the lock of the service held. */
static hresult see_all(Machine *machine, See *see, void *data) {
    Devices devices = {0};
    hresult result = see_names(machine->store, note_device, &devices);
    if (result != HR_OK) {
        return result;
    }
    Found *found = malloc(sizeof *found);
    if (found == NULL) {
        return HR_OUTOFMEMORY;
    }
    bool more = true;
    for (int32_t number = 1; more && number <= MAX_DEVICES; number++) {
        if (devices.there[number] && read_record(machine, number, found)) {
            more = see(found, data);
        }
    }
    for (Backup *backup = machine->newest; more && backup != NULL; backup = backup->next) {
        look(backup);
        for (int32_t i = 0; more && backup->copies_made && !is_persistent(backup) && i < backup->copy_count; i++) {
            if (describe(backup, &backup->copies[i], found)) {
                more = see(found, data);
            }
        }
    }
    free(found);
    return HR_OK;
}

/* ---- IVssEnumObject */

typedef struct Enumeration {
    const Code *vtable;
    Machine *machine;
    atomic_int references;
    bool providers;
    int32_t context;
    int32_t next, count;
    Found *found[MAX_FOUND];
} Enumeration;

static void enum_violation(const char *method, const char *what) {
    char text[128];
    snprintf(text, sizeof text, "%s of an IVssEnumObject %s", method, what);
    report_violation(text);
}

static bool is_alive(Enumeration *self, const char *method) {
    if (in_single_threaded_apartment()) {
        enum_violation(method, "in a single-threaded apartment");
    }
    if (atomic_load(&self->references) > 0) {
        return true;
    }
    enum_violation(method, "whose last reference is gone");
    return false;
}

static hresult enum_query_interface(Enumeration *self, const GUID *id, void **out) {
    static const GUID ANSWERED[] = {
        {0x00000000, 0x0000, 0x0000, {0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}},
        {0xae1c7110, 0x2f60, 0x11d3, {0x8a, 0x39, 0x00, 0xc0, 0x4f, 0x72, 0xd8, 0xe3}},
    };
    if (!is_alive(self, "QueryInterface")) {
        return HR_UNEXPECTED;
    }
    if (id == NULL || out == NULL) {
        return HR_POINTER;
    }
    *out = NULL;
    if (!same_id(id, &ANSWERED[0]) && !same_id(id, &ANSWERED[1])) {
        return HR_NOINTERFACE;
    }
    atomic_fetch_add(&self->references, 1);
    *out = self;
    return HR_OK;
}

static uint32_t enum_add_ref(Enumeration *self) {
    return is_alive(self, "AddRef") ? (uint32_t)atomic_fetch_add(&self->references, 1) + 1 : 0;
}

static uint32_t enum_release(Enumeration *self) {
    if (in_single_threaded_apartment()) {
        enum_violation("Release", "in a single-threaded apartment");
    }
    int before = take_reference(&self->references);
    if (before <= 0) {
        enum_violation("Release", "whose last reference is gone");
        return 0;
    }
    if (before == 1) {
        for (int32_t i = 0; i < self->count; i++) {
            free(self->found[i]);
        }
        /* The object itself stays: whoever calls it is told that it is gone. */
        atomic_fetch_sub(&self->machine->live, 1);
    }
    return (uint32_t)before - 1;
}

static uint16_t *give_text(const char *text, uint16_t *(*give)(const NameUnit *)) {
    NameUnit *name = name_of_text(text);
    uint16_t *given = name == NULL ? NULL : give(name);
    free(name);
    return given;
}

static void put_snapshot(const Found *found, VSS_SNAPSHOT_PROP *out) {
    out->m_SnapshotId = found->id;
    out->m_SnapshotSetId = found->set;
    out->m_lSnapshotsCount = found->count;
    out->m_pwszSnapshotDeviceObject = (VSS_PWSZ)give_string(found->device);
    out->m_pwszOriginalVolumeName = (VSS_PWSZ)give_string(found->volume);
    out->m_pwszOriginatingMachine = (VSS_PWSZ)give_text("test-machine", give_string);
    out->m_pwszServiceMachine = (VSS_PWSZ)give_text("test-machine", give_string);
    out->m_ProviderId = PROVIDER;
    out->m_lSnapshotAttributes = found->attributes;
    out->m_tsCreationTimestamp = found->made_at;
    out->m_eStatus = STATUS_CREATED;
}

static void put_provider(VSS_PROVIDER_PROP *out) {
    out->m_ProviderId = PROVIDER;
    out->m_pwszProviderName = (VSS_PWSZ)give_text("provider of the tests", give_task_string);
    out->m_eProviderType = PROVIDER_SOFTWARE;
    out->m_pwszProviderVersion = (VSS_PWSZ)give_text("1.0", give_task_string);
    out->m_ProviderVersionId = PROVIDER;
    out->m_ClassId = PROVIDER;
}

static hresult enum_next(Enumeration *self, uint32_t asked, VSS_OBJECT_PROP *out, uint32_t *fetched) {
    if (!is_alive(self, "Next")) {
        return HR_UNEXPECTED;
    }
    if (out == NULL || fetched == NULL) {
        return log_call("Next", HR_POINTER);
    }
    uint32_t given = 0;
    for (; given < asked && self->next < self->count; given++, self->next++) {
        memset(&out[given], 0, sizeof *out);
        if (self->providers) {
            out[given].Type = 4;
            put_provider(&out[given].Obj.Prov);
        } else {
            out[given].Type = 3;
            put_snapshot(self->found[self->next], &out[given].Obj.Snap);
        }
    }
    *fetched = given;
    return log_call("Next", given < asked ? HR_FALSE : HR_OK);
}

static hresult enum_nothing(Enumeration *self) {
    return is_alive(self, "an unimplemented method") ? HR_NOTIMPL : HR_UNEXPECTED;
}

static const Code ENUM_VTABLE[] = {
    (Code)enum_query_interface, (Code)enum_add_ref, (Code)enum_release, (Code)enum_next,
    (Code)enum_nothing, (Code)enum_nothing, (Code)enum_nothing,
};

/* ---- the methods */

static bool may_ask(const Backup *self) {
    return self->station != MADE && !self->operation_open;
}

static bool collect(const Found *found, void *data) {
    Enumeration *enumeration = data;
    int32_t context = enumeration->context;
    if (context != EVERY_CONTEXT && (context & OF_CONTEXTS) != (found->attributes & OF_CONTEXTS)) {
        return true;
    }
    Found *copy = malloc(sizeof *copy);
    if (copy != NULL) {
        *copy = *found;
        enumeration->found[enumeration->count++] = copy;
    }
    return enumeration->count < MAX_FOUND;
}

static hresult query(Backup *self, VSS_ID id, int32_t type, int32_t returned, void **out) {
    hresult result;
    if (!enter(self, QUERY, out != NULL, &result)) {
        return result;
    }
    if (!may_ask(self)) {
        return leave(self, QUERY, VSS_BAD_STATE);
    }
    if (!same_id(&id, &NOTHING) || type != 1 || (returned != 3 && returned != 4)) {
        return leave(self, QUERY, HR_INVALIDARG);
    }
    Enumeration *enumeration = calloc(1, sizeof *enumeration);
    if (enumeration == NULL) {
        return leave(self, QUERY, HR_OUTOFMEMORY);
    }
    enumeration->vtable = ENUM_VTABLE;
    enumeration->machine = self->machine;
    atomic_store(&enumeration->references, 1);
    enumeration->providers = returned == 4;
    enumeration->count = enumeration->providers ? 1 : 0;
    enumeration->context = self->context;
    result = enumeration->providers ? HR_OK : see_all(self->machine, collect, enumeration);
    if (result != HR_OK) {
        free(enumeration);
    } else {
        atomic_fetch_add(&self->machine->live, 1);
        *out = enumeration;
    }
    return leave(self, QUERY, result);
}

typedef struct {
    Machine *machine;
    VSS_ID id;
    bool sets;
    int32_t deleted;
} Deletion;

/* Takes a copy that is gone from those that an object has made. */
static void forget_copy(Backup *maker, const VSS_ID *id) {
    for (int32_t i = 0; i < maker->copy_count; i++) {
        if (same_id(&maker->copies[i].id, id)) {
            free(maker->copies[i].volume);
            free(maker->copies[i].device);
            maker->copy_count--;
            memmove(&maker->copies[i], &maker->copies[i + 1], (size_t)(maker->copy_count - i) * sizeof(Copy));
            return;
        }
    }
}

static bool delete_one(const Found *found, void *data) {
    Deletion *deletion = data;
    if (!same_id(deletion->sets ? &found->set : &found->id, &deletion->id)) {
        return true;
    }
    delete_tree(found->device);
    forget_record(found->device);
    for (Backup *backup = deletion->machine->newest; backup != NULL; backup = backup->next) {
        look(backup);
        if (backup->copies_made) {
            forget_copy(backup, &found->id);
        }
    }
    deletion->deleted++;
    /* The list has changed, so it is gone through anew. */
    return false;
}

static hresult delete_snapshots(Backup *self, VSS_ID id, int32_t type, BOOL force, int32_t *deleted, VSS_ID *not_deleted) {
    (void)force;
    hresult result;
    if (!enter(self, DELETE_SNAPSHOTS, deleted != NULL && not_deleted != NULL, &result)) {
        return result;
    }
    if (!may_ask(self)) {
        return leave(self, DELETE_SNAPSHOTS, VSS_BAD_STATE);
    }
    *deleted = 0;
    *not_deleted = NOTHING;
    if (type != 2 && type != 3) {
        return leave(self, DELETE_SNAPSHOTS, HR_INVALIDARG);
    }
    Deletion deletion = {self->machine, id, type == 2, 0};
    int32_t before;
    do {
        before = deletion.deleted;
        result = see_all(self->machine, delete_one, &deletion);
    } while (result == HR_OK && deletion.sets && deletion.deleted > before);
    *deleted = deletion.deleted;
    return leave(self, DELETE_SNAPSHOTS, result != HR_OK ? result : deletion.deleted == 0 ? VSS_OBJECT_NOT_FOUND : HR_OK);
}

static hresult is_volume_supported(Backup *self, VSS_ID provider, const uint16_t *name, BOOL *supported) {
    hresult result;
    if (!enter(self, IS_VOLUME_SUPPORTED, name != NULL && supported != NULL, &result)) {
        return result;
    }
    if (!may_ask(self)) {
        return leave(self, IS_VOLUME_SUPPORTED, VSS_BAD_STATE);
    }
    NameUnit *volume = name_of_wide(name);
    if (!same_id(&provider, &NOTHING) && !same_id(&provider, &PROVIDER)) {
        result = VSS_PROVIDER_NOT_REGISTERED;
    } else if (volume == NULL || !is_volume(self->machine, volume)) {
        result = VSS_OBJECT_NOT_FOUND;
    } else {
        *supported = is_supported(self->machine, volume);
        result = HR_OK;
    }
    free(volume);
    return leave(self, IS_VOLUME_SUPPORTED, result);
}

typedef struct {
    const NameUnit *volume;
    int32_t enough, found;
} Search;

static bool is_of_volume(const Found *found, void *data) {
    Search *search = data;
    search->found += same_name(found->volume, search->volume);
    return search->found < search->enough;
}

/* Where nobody can tell there are none. */
bool has_all_copies(Machine *machine, const NameUnit *volume) {
    Search search = {volume, MAX_COPIES_OF_VOLUME, 0};
    return see_all(machine, is_of_volume, &search) == HR_OK && search.found == search.enough;
}

hresult is_volume_snapshotted(const uint16_t *name, BOOL *present, int32_t *capability) {
    Machine *machine = current_machine();
    if (in_single_threaded_apartment()) {
        report_violation("IsVolumeSnapshotted in a single-threaded apartment");
    }
    if (name == NULL || present == NULL || capability == NULL) {
        return note_call(SESSION_METHOD_NAMES[IS_VOLUME_SNAPSHOTTED], HR_INVALIDARG);
    }
    hold_call(machine, IS_VOLUME_SNAPSHOTTED);
    Trouble trouble = next_trouble(machine, IS_VOLUME_SNAPSHOTTED);
    if (trouble.kind == CALL_RETURNS) {
        return note_call(SESSION_METHOD_NAMES[IS_VOLUME_SNAPSHOTTED], trouble.code);
    }
    NameUnit *volume = name_of_wide(name);
    Search search = {volume, 1, 0};
    hresult result = volume == NULL || !is_volume(machine, volume) ? VSS_OBJECT_NOT_FOUND : HR_OK;
    if (result == HR_OK) {
        lock_enter(&service);
        result = see_all(machine, is_of_volume, &search);
        lock_leave(&service);
        *present = search.found;
        *capability = 0;
    }
    free(volume);
    return note_call(SESSION_METHOD_NAMES[IS_VOLUME_SNAPSHOTTED], result);
}

void put_inventory_methods(Code *vtable) {
    vtable[39] = (Code)delete_snapshots;
    vtable[43] = (Code)query;
    vtable[44] = (Code)is_volume_supported;
}
