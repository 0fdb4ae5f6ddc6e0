/*
 * The objects by which a session reads what writers have and what became of it. Each belongs to its caller until the last
 * reference is gone; its memory serves no other thing, ever, so whoever calls it then is told so.
 */
#include "vss_writers.h"

#include <stdio.h>
#include <stdlib.h>

#include "vss_slots.h"

typedef enum { METADATA, COMPONENT, FILES, DEPENDENCY, WRITER_COMPONENTS, ADDED, KINDS } Kind;

static const char *const KIND_NAMES[KINDS] = {"IVssExamineWriterMetadata", "IVssWMComponent", "IVssWMFiledesc",
                                              "IVssWMDependency", "IVssWriterComponentsExt", "IVssComponent"};

/* What became of a component, as it was when its object was made. */
typedef struct {
    Component *component;
    char *stamp;
    const Veto *veto;
} Outcome;

typedef struct {
    const Code *vtable;
    /* Of IVssWriterComponentsExt only: where its IUnknown begins. */
    const Code *unknown;
    Machine *machine;
    Kind kind;
    atomic_int references;
    union {
        Writer *writer;
        Component *component;
        Files *files;
        Dependency *dependency;
        Outcome outcome;
        struct {
            GUID instance, class;
            Outcome *outcomes;
            int32_t count;
        } components;
    } of;
} Lent;

_Static_assert(offsetof(Lent, unknown) == 8, "the second vtable pointer stands behind the first");

static const Code *const VTABLES[KINDS];
static const Code UNKNOWN_VTABLE[3];

/* ---- lives */

static Lent *lend(Machine *machine, Kind kind) {
    Lent *lent = calloc(1, sizeof *lent);
    if (lent != NULL) {
        lent->vtable = VTABLES[kind];
        lent->unknown = UNKNOWN_VTABLE;
        lent->machine = machine;
        lent->kind = kind;
        atomic_store(&lent->references, 1);
        atomic_fetch_add(&machine->lent, 1);
    }
    return lent;
}

static void violation_of(const Lent *self, const char *method, const char *what) {
    char text[256];
    snprintf(text, sizeof text, "%s %s: %s", method, what, KIND_NAMES[self->kind]);
    report_violation(text);
}

static void check_apartment(const Lent *self, const char *method) {
    if (in_single_threaded_apartment()) {
        violation_of(self, method, "in a single-threaded apartment");
    }
}

static bool is_there(Lent *self, Kind kind, const char *method) {
    check_apartment(self, method);
    if (atomic_load(&self->references) > 0 && self->kind == kind) {
        return true;
    }
    violation_of(self, method, "on an object whose last reference is gone, or that has no such method");
    return false;
}

static uint32_t add_ref(Lent *self) {
    return is_there(self, self->kind, "AddRef") ? (uint32_t)atomic_fetch_add(&self->references, 1) + 1 : 0;
}

static uint32_t release(Lent *self) {
    check_apartment(self, "Release");
    int before = take_reference(&self->references);
    if (before <= 0) {
        violation_of(self, "Release", "on an object whose last reference is gone");
        return 0;
    }
    if (before == 1) {
        atomic_fetch_sub(&self->machine->lent, 1);
    }
    return (uint32_t)before - 1;
}

static hresult query_interface(Lent *self, const GUID *id, void **out) {
    static const struct {
        Kind kind;
        bool first;
        GUID id;
    } ANSWERED[] = {
        {METADATA, true, {0x902fcf7f, 0xb7fd, 0x42f8, {0x81, 0xf1, 0xb2, 0xe4, 0x00, 0xb1, 0xe5, 0xbd}}},
        {METADATA, false, {0x0c0e5ec0, 0xca44, 0x472b, {0xb7, 0x02, 0xe6, 0x52, 0xdb, 0x1c, 0x04, 0x51}}},
        {METADATA, false, {0xce115780, 0xa611, 0x431b, {0xb5, 0x7f, 0xc3, 0x83, 0x03, 0xab, 0x6a, 0xee}}},
        {ADDED, true, {0xd2c72c96, 0xc121, 0x4518, {0xb6, 0x27, 0xe5, 0xa9, 0x3d, 0x01, 0x0e, 0xad}}},
        {ADDED, false, {0x156c8b5e, 0xf131, 0x4bd7, {0x9c, 0x97, 0xd1, 0x92, 0x3b, 0xe7, 0xe1, 0xfa}}},
        {ADDED, false, {0x3b5be0f2, 0x07a9, 0x4e4b, {0xbd, 0xd3, 0xcf, 0xdc, 0x8e, 0x2c, 0x0d, 0x2d}}},
    };
    if (!is_there(self, self->kind, "QueryInterface")) {
        return HR_UNEXPECTED;
    }
    if (id == NULL || out == NULL) {
        return HR_POINTER;
    }
    *out = NULL;
    for (size_t i = 0; i < sizeof ANSWERED / sizeof *ANSWERED; i++) {
        if (self->kind == ANSWERED[i].kind && same_id(id, &ANSWERED[i].id)
            && (ANSWERED[i].first || !self->machine->first_interfaces_only)) {
            atomic_fetch_add(&self->references, 1);
            *out = self;
            return HR_OK;
        }
    }
    return HR_NOINTERFACE;
}

static hresult not_implemented(Lent *self) {
    (void)self;
    return HR_NOTIMPL;
}

/* ---- IVssWMFiledesc and IVssWMDependency */

#define GET(function, kind, type, value)                    \
    static hresult function(Lent *self, type *out) {        \
        if (!is_there(self, kind, #function)) {             \
            return HR_UNEXPECTED;                           \
        }                                                   \
        if (out == NULL) {                                  \
            return HR_INVALIDARG;                           \
        }                                                   \
        *out = value;                                       \
        return HR_OK;                                       \
    }

GET(get_path, FILES, BSTR, give_binary_string(self->of.files->path))
GET(get_filespec, FILES, BSTR, give_binary_string(self->of.files->filespec))
GET(get_recursive, FILES, boolean, self->of.files->recursive)
GET(get_alternate_location, FILES, BSTR, give_binary_string(self->of.files->alternate))
GET(get_backup_type_mask, FILES, uint32_t, self->of.files->mask)

GET(get_writer_id, DEPENDENCY, GUID, self->of.dependency->writer)
GET(get_dependency_path, DEPENDENCY, BSTR, give_binary_string(self->of.dependency->path))
GET(get_dependency_name, DEPENDENCY, BSTR, give_binary_string(self->of.dependency->name))

static hresult lend_files(Lent *self, FileList *list, uint32_t index, void **out) {
    if (index >= (uint32_t)list->count) {
        return VSS_OBJECT_NOT_FOUND;
    }
    Lent *lent = lend(self->machine, FILES);
    if (lent == NULL) {
        return HR_OUTOFMEMORY;
    }
    lent->of.files = &list->items[index];
    *out = lent;
    return HR_OK;
}

#define GET_FILES(function, kind, list)                                  \
    static hresult function(Lent *self, uint32_t index, void **out) {    \
        if (!is_there(self, kind, #function)) {                          \
            return HR_UNEXPECTED;                                        \
        }                                                                \
        return out == NULL ? HR_INVALIDARG : lend_files(self, list, index, out); \
    }

/* ---- IVssWMComponent */

GET_FILES(get_file, COMPONENT, &self->of.component->files)
GET_FILES(get_database_file, COMPONENT, &self->of.component->databases)
GET_FILES(get_database_log_file, COMPONENT, &self->of.component->logs)

static hresult get_component_info(Lent *self, VSS_COMPONENTINFO **out) {
    if (!is_there(self, COMPONENT, "GetComponentInfo")) {
        return HR_UNEXPECTED;
    }
    if (out == NULL) {
        return HR_INVALIDARG;
    }
    const Component *component = self->of.component;
    VSS_COMPONENTINFO *info = malloc(sizeof *info);
    if (info == NULL) {
        return HR_OUTOFMEMORY;
    }
    /* What is not set below is not read by anyone. */
    memset(info, 0xA5, sizeof *info);
    info->type = component->type;
    info->bstrLogicalPath = give_binary_string(component->path);
    info->bstrComponentName = give_binary_string(component->name);
    info->bstrCaption = give_binary_string(component->caption);
    info->pbIcon = NULL;
    info->cbIcon = 0;
    info->bRestoreMetadata = (component->attributes & ATTRIBUTE_RESTORE_METADATA) != 0;
    info->bNotifyOnBackupComplete = (component->attributes & ATTRIBUTE_NOTIFY) != 0;
    info->bSelectable = (component->attributes & ATTRIBUTE_SELECTABLE) != 0;
    info->bSelectableForRestore = (component->attributes & ATTRIBUTE_FOR_RESTORE) != 0;
    info->dwComponentFlags = component->flags;
    info->cFileCount = (uint32_t)component->files.count;
    info->cDatabases = (uint32_t)component->databases.count;
    info->cLogFiles = (uint32_t)component->logs.count;
    info->cDependencies = (uint32_t)component->dependency_count;
    atomic_fetch_add(&self->machine->lent, 1);
    *out = info;
    return HR_OK;
}

static hresult free_component_info(Lent *self, VSS_COMPONENTINFO *info) {
    if (!is_there(self, COMPONENT, "FreeComponentInfo")) {
        return HR_UNEXPECTED;
    }
    if (info != NULL) {
        take_binary_string((uint16_t *)info->bstrLogicalPath);
        take_binary_string((uint16_t *)info->bstrComponentName);
        take_binary_string((uint16_t *)info->bstrCaption);
        free(info);
        atomic_fetch_sub(&self->machine->lent, 1);
    }
    return HR_OK;
}

static hresult get_dependency(Lent *self, uint32_t index, void **out) {
    if (!is_there(self, COMPONENT, "GetDependency")) {
        return HR_UNEXPECTED;
    }
    if (out == NULL) {
        return HR_INVALIDARG;
    }
    if (index >= (uint32_t)self->of.component->dependency_count) {
        return VSS_OBJECT_NOT_FOUND;
    }
    Lent *lent = lend(self->machine, DEPENDENCY);
    if (lent == NULL) {
        return HR_OUTOFMEMORY;
    }
    lent->of.dependency = &self->of.component->dependencies[index];
    *out = lent;
    return HR_OK;
}

/* ---- IVssExamineWriterMetadata */

static hresult get_identity(Lent *self, GUID *instance, GUID *class, BSTR *name, int32_t *usage, int32_t *source) {
    if (!is_there(self, METADATA, "GetIdentity")) {
        return HR_UNEXPECTED;
    }
    if (instance == NULL || class == NULL || name == NULL || usage == NULL || source == NULL) {
        return HR_INVALIDARG;
    }
    const Writer *writer = self->of.writer;
    *instance = writer->instance;
    *class = writer->class;
    *name = give_binary_string(writer->name);
    *usage = writer->usage;
    *source = writer->source;
    return HR_OK;
}

static hresult get_identity_ex(Lent *self, GUID *instance, GUID *class, BSTR *name, BSTR *instance_name, int32_t *usage,
                               int32_t *source) {
    if (instance_name == NULL) {
        return is_there(self, METADATA, "GetIdentityEx") ? HR_INVALIDARG : HR_UNEXPECTED;
    }
    hresult result = get_identity(self, instance, class, name, usage, source);
    if (result == HR_OK) {
        *instance_name = give_binary_string(self->of.writer->instance_name);
    }
    return result;
}

static hresult get_file_counts(Lent *self, uint32_t *included, uint32_t *excluded, uint32_t *components) {
    if (!is_there(self, METADATA, "GetFileCounts")) {
        return HR_UNEXPECTED;
    }
    if (included == NULL || excluded == NULL || components == NULL) {
        return HR_INVALIDARG;
    }
    *included = 0;
    *excluded = (uint32_t)self->of.writer->excluded.count;
    *components = (uint32_t)self->of.writer->component_count;
    return HR_OK;
}

GET_FILES(get_exclude_file, METADATA, &self->of.writer->excluded)
GET_FILES(get_alternate_location_mapping, METADATA, &self->of.writer->alternates)
GET_FILES(get_exclude_from_snapshot_file, METADATA, &self->of.writer->not_in_snapshot)
GET(get_backup_schema, METADATA, uint32_t, self->of.writer->schema)
GET(get_exclude_from_snapshot_count, METADATA, uint32_t, (uint32_t)self->of.writer->not_in_snapshot.count)

static hresult get_component(Lent *self, uint32_t index, void **out) {
    if (!is_there(self, METADATA, "GetComponent")) {
        return HR_UNEXPECTED;
    }
    if (out == NULL) {
        return HR_INVALIDARG;
    }
    if (index >= (uint32_t)self->of.writer->component_count) {
        return VSS_OBJECT_NOT_FOUND;
    }
    Lent *lent = lend(self->machine, COMPONENT);
    if (lent == NULL) {
        return HR_OUTOFMEMORY;
    }
    lent->of.component = &self->of.writer->components[index];
    *out = lent;
    return HR_OK;
}

/* S_FALSE, and nothing, if the writer does not say. */
static hresult get_restore_method(Lent *self, int32_t *type, BSTR *service, BSTR *procedure, int32_t *writer_restore,
                                  boolean *reboot, uint32_t *mappings) {
    if (!is_there(self, METADATA, "GetRestoreMethod")) {
        return HR_UNEXPECTED;
    }
    if (type == NULL || service == NULL || procedure == NULL || writer_restore == NULL || reboot == NULL
        || mappings == NULL) {
        return HR_INVALIDARG;
    }
    const Writer *writer = self->of.writer;
    if (!writer->has_restore) {
        return HR_FALSE;
    }
    *type = writer->restore;
    *service = give_binary_string(writer->service);
    *procedure = give_binary_string(writer->procedure);
    *writer_restore = writer->writer_restore;
    *reboot = writer->reboot;
    *mappings = (uint32_t)writer->alternates.count;
    return HR_OK;
}

static hresult get_version(Lent *self, uint32_t *major, uint32_t *minor) {
    if (!is_there(self, METADATA, "GetVersion")) {
        return HR_UNEXPECTED;
    }
    if (major == NULL || minor == NULL) {
        return HR_INVALIDARG;
    }
    *major = self->of.writer->major;
    *minor = self->of.writer->minor;
    return HR_OK;
}

static hresult save_as_xml(Lent *self, BSTR *out) {
    if (!is_there(self, METADATA, "SaveAsXML")) {
        return HR_UNEXPECTED;
    }
    if (out == NULL) {
        return HR_INVALIDARG;
    }
    Text text = {0};
    add_text(&text, "<WRITER_METADATA><IDENTIFICATION");
    add_id(&text, "writerId", &self->of.writer->class);
    add_id(&text, "instanceId", &self->of.writer->instance);
    add_text(&text, " friendlyName=\"%s\"/></WRITER_METADATA>", self->of.writer->name);
    *out = give_binary_string(text.text);
    free(text.text);
    return HR_OK;
}

void *lend_metadata(Machine *machine, Writer *writer) {
    Lent *lent = lend(machine, METADATA);
    if (lent != NULL) {
        lent->of.writer = writer;
    }
    return lent;
}

/* ---- IVssComponent */

GET(get_logical_path, ADDED, BSTR, give_binary_string(self->of.outcome.component->path))
GET(get_component_type, ADDED, int32_t, self->of.outcome.component->type)
GET(get_component_name, ADDED, BSTR, give_binary_string(self->of.outcome.component->name))

/* S_FALSE, and NULL, if there is none. */
static hresult get_backup_stamp(Lent *self, BSTR *out) {
    if (!is_there(self, ADDED, "GetBackupStamp")) {
        return HR_UNEXPECTED;
    }
    if (out == NULL) {
        return HR_INVALIDARG;
    }
    *out = give_binary_string(self->of.outcome.stamp);
    return *out == NULL ? HR_FALSE : HR_OK;
}

static hresult get_failure(Lent *self, hresult *failure, hresult *application, BSTR *message, uint32_t *reserved) {
    if (!is_there(self, ADDED, "GetFailure")) {
        return HR_UNEXPECTED;
    }
    if (failure == NULL || application == NULL || message == NULL || reserved == NULL) {
        return HR_INVALIDARG;
    }
    const Veto *veto = self->of.outcome.veto;
    *failure = veto == NULL ? HR_OK : veto->error;
    *application = veto == NULL ? HR_OK : veto->application;
    *message = veto == NULL ? NULL : give_binary_string(veto->message);
    *reserved = 0;
    return HR_OK;
}

/* ---- IVssWriterComponentsExt: two vtables; IUnknown's methods get the address of the second pointer */

static Lent *whole(const Code **second) {
    return (Lent *)(void *)((char *)second - offsetof(Lent, unknown));
}

static hresult unknown_query_interface(const Code **second, const GUID *id, void **out) {
    (void)second;
    (void)id;
    report_violation("QueryInterface of an IVssWriterComponentsExt, which has no id");
    if (out != NULL) {
        *out = NULL;
    }
    return HR_NOINTERFACE;
}

static uint32_t unknown_add_ref(const Code **second) {
    return add_ref(whole(second));
}

static uint32_t unknown_release(const Code **second) {
    return release(whole(second));
}

static const Code UNKNOWN_VTABLE[3] = {(Code)unknown_query_interface, (Code)unknown_add_ref, (Code)unknown_release};

GET(get_component_count, WRITER_COMPONENTS, uint32_t, (uint32_t)self->of.components.count)

static hresult get_writer_info(Lent *self, GUID *instance, GUID *class) {
    if (!is_there(self, WRITER_COMPONENTS, "GetWriterInfo")) {
        return HR_UNEXPECTED;
    }
    if (instance == NULL || class == NULL) {
        return HR_INVALIDARG;
    }
    *instance = self->of.components.instance;
    *class = self->of.components.class;
    return HR_OK;
}

static hresult get_added_component(Lent *self, uint32_t index, void **out) {
    if (!is_there(self, WRITER_COMPONENTS, "GetComponent")) {
        return HR_UNEXPECTED;
    }
    if (out == NULL) {
        return HR_INVALIDARG;
    }
    if (index >= (uint32_t)self->of.components.count) {
        return VSS_OBJECT_NOT_FOUND;
    }
    Lent *lent = lend(self->machine, ADDED);
    if (lent == NULL) {
        return HR_OUTOFMEMORY;
    }
    lent->of.outcome = self->of.components.outcomes[index];
    *out = lent;
    return HR_OK;
}

static const Veto *veto_of(const Life *life, const Component *component) {
    for (int32_t i = 0; i < life->component_veto_count; i++) {
        const char *full = life->component_vetoes[i]->component;
        const char *own = without_leading(component->path);
        size_t path = strlen(own);
        const char *name = path == 0 ? full : full + path + 1;
        bool same_path = path == 0 || (strncmp(full, own, path) == 0 && full[path] == '\\');
        if (same_path && strcmp(name, component->name) == 0) {
            return life->component_vetoes[i];
        }
    }
    return NULL;
}

void *lend_components(Machine *machine, WriterSession *session, Life *life) {
    Lent *lent = lend(machine, WRITER_COMPONENTS);
    Outcome *outcomes = calloc((size_t)session->added_count + 1, sizeof *outcomes);
    if (lent == NULL || outcomes == NULL) {
        return NULL;
    }
    lent->of.components.instance = life->writer->instance;
    lent->of.components.class = life->writer->class;
    lent->of.components.outcomes = outcomes;
    for (int32_t i = 0; i < session->added_count; i++) {
        Added *added = &session->added[i];
        if (added->life == life) {
            outcomes[lent->of.components.count++] =
                (Outcome){.component = added->component, .stamp = (char *)added->stamp, .veto = veto_of(life, added->component)};
        }
    }
    return lent;
}

/* ---- vtables */

#define UNKNOWN [0] = (Code)query_interface, [1] = (Code)add_ref, [2] = (Code)release

static const Code METADATA_VTABLE[18] = {
    UNKNOWN,
    [3] = (Code)get_identity, [4] = (Code)get_file_counts, [5] = (Code)not_implemented, [6] = (Code)get_exclude_file,
    [7] = (Code)get_component, [8] = (Code)get_restore_method, [9] = (Code)get_alternate_location_mapping,
    [10] = (Code)get_backup_schema, [11] = (Code)not_implemented, [12] = (Code)save_as_xml, [13] = (Code)not_implemented,
    [14] = (Code)get_identity_ex, [15] = (Code)get_version, [16] = (Code)get_exclude_from_snapshot_count,
    [17] = (Code)get_exclude_from_snapshot_file,
};

static const Code COMPONENT_VTABLE[9] = {
    UNKNOWN,
    [3] = (Code)get_component_info, [4] = (Code)free_component_info, [5] = (Code)get_file, [6] = (Code)get_database_file,
    [7] = (Code)get_database_log_file, [8] = (Code)get_dependency,
};

static const Code FILES_VTABLE[8] = {
    UNKNOWN,
    [3] = (Code)get_path, [4] = (Code)get_filespec, [5] = (Code)get_recursive, [6] = (Code)get_alternate_location,
    [7] = (Code)get_backup_type_mask,
};

static const Code DEPENDENCY_VTABLE[6] = {
    UNKNOWN,
    [3] = (Code)get_writer_id, [4] = (Code)get_dependency_path, [5] = (Code)get_dependency_name,
};

static const Code WRITER_COMPONENTS_VTABLE[3] = {
    (Code)get_component_count, (Code)get_writer_info, (Code)get_added_component,
};

#define NOTHING(interface, slot, method, ...) [slot] = (Code)not_implemented,
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
static const Code ADDED_VTABLE[50] = {
    IVssComponent_OWN_SLOTS(NOTHING)
    IVssComponentEx_OWN_SLOTS(NOTHING)
    IVssComponentEx2_OWN_SLOTS(NOTHING)
    UNKNOWN,
    [3] = (Code)get_logical_path, [4] = (Code)get_component_type, [5] = (Code)get_component_name,
    [30] = (Code)get_backup_stamp, [49] = (Code)get_failure,
};
#pragma GCC diagnostic pop

static const Code *const VTABLES[KINDS] = {METADATA_VTABLE, COMPONENT_VTABLE, FILES_VTABLE, DEPENDENCY_VTABLE,
                                           WRITER_COMPONENTS_VTABLE, ADDED_VTABLE};

int32_t vss_test_machine_lent(Machine *machine) {
    return atomic_load(&machine->lent);
}
