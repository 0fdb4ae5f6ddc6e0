/*
 * The methods of a session that concern writers. What may be called when is written down here from Microsoft's pages alone,
 * so that it can be held against the simulator, which has its own table.
 */
#include "vss_writers.h"

#include <stdlib.h>

static WriterSession *session_of(Backup *self) {
    return self->writers;
}

/* ---- which writers take part */

static void add_ids(GUID *to, int32_t *count, const GUID *ids, uint32_t more) {
    for (uint32_t i = 0; i < more && *count < MAX_CHOSEN; i++) {
        to[(*count)++] = ids[i];
    }
}

static void remove_id(GUID *ids, int32_t *count, const GUID *id) {
    int32_t kept = 0;
    for (int32_t i = 0; i < *count; i++) {
        if (!same_id(&ids[i], id)) {
            ids[kept++] = ids[i];
        }
    }
    *count = kept;
}

/* The first call takes back what was disabled; when the writers have been asked there is no effect, and no error. */
static hresult enable_writer_classes(Backup *self, const GUID *ids, uint32_t count) {
    hresult result;
    if (!enter(self, ENABLE_WRITER_CLASSES, ids != NULL && (int32_t)count > 0, &result)) {
        return result;
    }
    WriterSession *session = session_of(self);
    if (is_quiet(self) && !self->metadata_asked) {
        if (!session->any_enabled) {
            session->disabled_count = 0;
            session->any_enabled = true;
        }
        for (uint32_t i = 0; i < count; i++) {
            remove_id(session->disabled, &session->disabled_count, &ids[i]);
        }
        add_ids(session->enabled, &session->enabled_count, ids, count);
    }
    return leave(self, ENABLE_WRITER_CLASSES, is_quiet(self) ? HR_OK : VSS_BAD_STATE);
}

static hresult disable(Backup *self, SessionMethod method, GUID *to, int32_t *to_count, const GUID *ids, uint32_t count) {
    hresult result;
    if (!enter(self, method, ids != NULL && (int32_t)count > 0, &result)) {
        return result;
    }
    if (is_quiet(self) && !self->metadata_asked) {
        add_ids(to, to_count, ids, count);
    }
    return leave(self, method, is_quiet(self) ? HR_OK : VSS_BAD_STATE);
}

static hresult disable_writer_classes(Backup *self, const GUID *ids, uint32_t count) {
    WriterSession *session = session_of(self);
    return disable(self, DISABLE_WRITER_CLASSES, session->disabled, &session->disabled_count, ids, count);
}

static hresult disable_writer_instances(Backup *self, const GUID *ids, uint32_t count) {
    WriterSession *session = session_of(self);
    return disable(self, DISABLE_WRITER_INSTANCES, session->disabled_instances, &session->disabled_instance_count, ids,
                   count);
}

/* ---- what they have */

static bool is_metadata_readable(const Backup *self) {
    return is_quiet(self) && self->metadata_there && !self->metadata_freed;
}

static hresult count_out(Backup *self, SessionMethod method, bool allowed, int32_t count, uint32_t *out) {
    if (allowed) {
        *out = (uint32_t)count;
    }
    return leave(self, method, allowed ? HR_OK : VSS_BAD_STATE);
}

static hresult get_writer_metadata_count(Backup *self, uint32_t *out) {
    hresult result;
    if (!enter(self, GET_WRITER_METADATA_COUNT, out != NULL, &result)) {
        return result;
    }
    return count_out(self, GET_WRITER_METADATA_COUNT, is_metadata_readable(self), session_of(self)->life_count, out);
}

static hresult get_writer_metadata(Backup *self, uint32_t index, GUID *instance, void **out) {
    hresult result;
    if (!enter(self, GET_WRITER_METADATA, instance != NULL && out != NULL, &result)) {
        return result;
    }
    WriterSession *session = session_of(self);
    if (!is_metadata_readable(self)) {
        result = VSS_BAD_STATE;
    } else if (index >= (uint32_t)session->life_count) {
        result = VSS_OBJECT_NOT_FOUND;
    } else {
        Writer *writer = session->lives[index].writer;
        *instance = writer->instance;
        *out = lend_metadata(self->machine, writer);
        result = *out == NULL ? HR_OUTOFMEMORY : HR_OK;
    }
    return leave(self, GET_WRITER_METADATA, result);
}

/* ---- what of it is in the backup */

static char *text_of_wide(const uint16_t *wide) {
    static const uint16_t EMPTY = 0;
    NameUnit *name = name_of_wide(wide == NULL ? &EMPTY : wide);
    char *text = name == NULL ? NULL : text_of_name(name);
    free(name);
    return text;
}

static bool matches(const Component *component, int32_t type, const char *path, const char *name) {
    return component->type == type && strcmp(component->path, path) == 0 && strcmp(component->name, name) == 0;
}

static char lower_case(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* What follows a text, in whatever case it stands there; NULL if another one does. */
static const char *after(const char *at, const char *text) {
    while (*text != 0) {
        if (lower_case(*at++) != lower_case(*text++)) {
            return NULL;
        }
    }
    return at;
}

/* Whether one stands above another: whether its path and name begin the other's path. A leading \ means nothing. */
bool is_above(const Component *upper, const Component *lower) {
    const char *path = without_leading(upper->path);
    const char *rest = after(without_leading(lower->path), path);
    if (rest != NULL && *path != 0) {
        rest = *rest == '\\' ? rest + 1 : NULL;
    }
    rest = rest == NULL ? NULL : after(rest, upper->name);
    return rest != NULL && (*rest == 0 || *rest == '\\');
}

static bool goes_with_another(const Writer *writer, const Component *component) {
    for (int32_t i = 0; i < writer->component_count && !(component->attributes & ATTRIBUTE_SELECTABLE); i++) {
        const Component *other = &writer->components[i];
        if ((other->attributes & ATTRIBUTE_SELECTABLE) && is_above(other, component)) {
            return true;
        }
    }
    return false;
}

static Added *find_added(WriterSession *session, const GUID *instance, const GUID *class, int32_t type, const char *path,
                         const char *name) {
    for (int32_t i = 0; i < session->added_count; i++) {
        Added *added = &session->added[i];
        const Writer *writer = added->life->writer;
        if ((instance == NULL || same_id(&writer->instance, instance)) && same_id(&writer->class, class)
            && matches(added->component, type, path, name)) {
            return added;
        }
    }
    return NULL;
}

static hresult add(WriterSession *session, const GUID *instance, const GUID *class, int32_t type, const char *path,
                   const char *name) {
    if (!session->selects_components) {
        return VSS_BAD_STATE;
    }
    for (int32_t i = 0; i < session->life_count; i++) {
        Life *life = &session->lives[i];
        for (int32_t j = 0; j < life->writer->component_count; j++) {
            Component *component = &life->writer->components[j];
            if (same_id(&life->writer->instance, instance) && same_id(&life->writer->class, class)
                && matches(component, type, path, name)) {
                if (find_added(session, instance, class, type, path, name) != NULL) {
                    return VSS_OBJECT_ALREADY_EXISTS;
                }
                if (goes_with_another(life->writer, component)) {
                    return HR_INVALIDARG;
                }
                session->added[session->added_count++] =
                    (Added){.life = life, .component = component, .stamp = "", .previous = NULL};
                return HR_OK;
            }
        }
    }
    return VSS_OBJECT_NOT_FOUND;
}

/* Between GatherWriterMetadata and StartSnapshotSet, of writers that take part. */
static hresult add_component(Backup *self, GUID instance, GUID class, int32_t type, const uint16_t *path,
                             const uint16_t *name) {
    hresult result;
    if (!enter(self, ADD_COMPONENT, name != NULL, &result)) {
        return result;
    }
    char *path_text = text_of_wide(path), *name_text = text_of_wide(name);
    bool allowed = is_quiet(self) && has_writers(self) && self->metadata_there && self->station == INITIALIZED;
    result = !allowed                                   ? VSS_BAD_STATE
             : path_text == NULL || name_text == NULL ? HR_OUTOFMEMORY
                                                      : add(session_of(self), &instance, &class, type, path_text, name_text);
    free(path_text);
    free(name_text);
    return leave(self, ADD_COMPONENT, result);
}

/* When the copies are made, and until the writers are told of the end. */
static hresult set_backup_succeeded(Backup *self, GUID instance, GUID class, int32_t type, const uint16_t *path,
                                    const uint16_t *name, boolean succeeded) {
    hresult result;
    if (!enter(self, SET_BACKUP_SUCCEEDED, name != NULL, &result)) {
        return result;
    }
    char *path_text = text_of_wide(path), *name_text = text_of_wide(name);
    Added *added = find_added(session_of(self), &instance, &class, type, path_text, name_text);
    if (!is_quiet(self) || !has_writers(self) || self->station != SET_DONE) {
        result = VSS_BAD_STATE;
    } else if (added == NULL) {
        result = VSS_OBJECT_NOT_FOUND;
    } else {
        added->succeeded = succeeded != 0;
        result = HR_OK;
    }
    free(path_text);
    free(name_text);
    return leave(self, SET_BACKUP_SUCCEEDED, result);
}

/* What a component is told by a text, in all instances of its writer; before PrepareForBackup. */
static hresult tell_component(Backup *self, SessionMethod method, const GUID *class, int32_t type, const uint16_t *path,
                              const uint16_t *name, const uint16_t *told) {
    hresult result;
    if (!enter(self, method, name != NULL && told != NULL, &result)) {
        return result;
    }
    char *path_text = text_of_wide(path), *name_text = text_of_wide(name);
    WriterSession *session = session_of(self);
    bool allowed = is_quiet(self) && has_writers(self) && self->metadata_there && self->station < SET_PREPARED;
    result = allowed ? VSS_OBJECT_NOT_FOUND : VSS_BAD_STATE;
    for (int32_t i = 0; i < session->added_count && allowed; i++) {
        Added *added = &session->added[i];
        if (same_id(&added->life->writer->class, class) && matches(added->component, type, path_text, name_text)) {
            char **place = method == SET_BACKUP_OPTIONS ? &added->options : &added->previous;
            free(*place);
            *place = text_of_wide(told);
            result = HR_OK;
        }
    }
    free(path_text);
    free(name_text);
    return leave(self, method, result);
}

static hresult set_previous_backup_stamp(Backup *self, GUID class, int32_t type, const uint16_t *path,
                                         const uint16_t *name, const uint16_t *stamp) {
    return tell_component(self, SET_PREVIOUS_BACKUP_STAMP, &class, type, path, name, stamp);
}

static hresult set_backup_options(Backup *self, GUID class, int32_t type, const uint16_t *path, const uint16_t *name,
                                  const uint16_t *options) {
    return tell_component(self, SET_BACKUP_OPTIONS, &class, type, path, name, options);
}

/* ---- how they fare */

static hresult get_writer_status_count(Backup *self, uint32_t *out) {
    hresult result;
    if (!enter(self, GET_WRITER_STATUS_COUNT, out != NULL, &result)) {
        return result;
    }
    bool allowed = writers_answer(self) && self->status_there;
    return count_out(self, GET_WRITER_STATUS_COUNT, allowed, session_of(self)->status_count, out);
}

static hresult find_status(Backup *self, uint32_t index, Life **out) {
    WriterSession *session = session_of(self);
    if (!writers_answer(self) || !self->status_there) {
        return VSS_BAD_STATE;
    }
    if (index >= (uint32_t)session->status_count) {
        return VSS_OBJECT_NOT_FOUND;
    }
    *out = &session->lives[index];
    return HR_OK;
}

static hresult get_writer_status(Backup *self, uint32_t index, GUID *instance, GUID *class, BSTR *name, int32_t *state,
                                 hresult *failure) {
    hresult result;
    bool given = instance != NULL && class != NULL && name != NULL && state != NULL && failure != NULL;
    if (!enter(self, GET_WRITER_STATUS, given, &result)) {
        return result;
    }
    Life *life = NULL;
    result = find_status(self, index, &life);
    if (life != NULL) {
        *instance = life->writer->instance;
        *class = life->writer->class;
        *name = give_binary_string(life->writer->name);
        *state = life->gathered.state;
        *failure = life->gathered.failure;
    }
    return leave(self, GET_WRITER_STATUS, result);
}

static hresult get_writer_status_ex(Backup *self, uint32_t index, GUID *instance, GUID *class, BSTR *name,
                                    int32_t *state, hresult *failure, hresult *application, BSTR *message) {
    hresult result;
    bool given = instance != NULL && class != NULL && name != NULL && state != NULL && failure != NULL
                 && application != NULL && message != NULL;
    if (!enter(self, GET_WRITER_STATUS_EX, given, &result)) {
        return result;
    }
    Life *life = NULL;
    result = find_status(self, index, &life);
    if (life != NULL) {
        *instance = life->writer->instance;
        *class = life->writer->class;
        *name = give_binary_string(life->writer->name);
        *state = life->gathered.state;
        *failure = life->gathered.failure;
        *application = life->gathered.application;
        *message = give_binary_string(life->gathered.message);
    }
    return leave(self, GET_WRITER_STATUS_EX, result);
}

/* The writers of which components were added; `index` counts down to the one that is wanted. */
static Life *with_components(WriterSession *session, uint32_t index, int32_t *count) {
    Life *found = NULL;
    *count = 0;
    for (int32_t i = 0; i < session->life_count; i++) {
        for (int32_t j = 0; j < session->added_count; j++) {
            if (session->added[j].life == &session->lives[i]) {
                found = (uint32_t)*count == index ? &session->lives[i] : found;
                (*count)++;
                break;
            }
        }
    }
    return found;
}

static hresult get_writer_components_count(Backup *self, uint32_t *out) {
    hresult result;
    if (!enter(self, GET_WRITER_COMPONENTS_COUNT, out != NULL, &result)) {
        return result;
    }
    int32_t count;
    with_components(session_of(self), 0, &count);
    return count_out(self, GET_WRITER_COMPONENTS_COUNT, writers_answer(self), count, out);
}

static hresult get_writer_components(Backup *self, uint32_t index, void **out) {
    hresult result;
    if (!enter(self, GET_WRITER_COMPONENTS, out != NULL, &result)) {
        return result;
    }
    int32_t count;
    Life *life = with_components(session_of(self), index, &count);
    if (!writers_answer(self)) {
        result = VSS_BAD_STATE;
    } else if (life == NULL) {
        result = VSS_OBJECT_NOT_FOUND;
    } else {
        *out = lend_components(self->machine, session_of(self), life);
        result = *out == NULL ? HR_OUTOFMEMORY : HR_OK;
    }
    return leave(self, GET_WRITER_COMPONENTS, result);
}

/* ---- the document */

static BSTR document(WriterSession *session) {
    static const char *const TYPES[] = {"undefined", "full", "incremental", "differential", "log", "copy", "other"};
    Text text = {0};
    add_text(&text,
             "<BACKUP_COMPONENTS selectComponents=\"%s\" bootableSystemStateBackup=\"%s\" partialFileSupport=\"%s\""
             " backupType=\"%s\">",
             session->selects_components ? "yes" : "no", session->bootable ? "yes" : "no",
             session->partial_files ? "yes" : "no", TYPES[session->backup_type]);
    for (int32_t i = 0; i < session->life_count; i++) {
        for (int32_t j = 0; j < session->added_count; j++) {
            Added *added = &session->added[j];
            if (added->life == &session->lives[i]) {
                add_text(&text, "<COMPONENT");
                add_id(&text, "instanceId", &added->life->writer->instance);
                add_text(&text, " logicalPath=\"%s\" componentName=\"%s\"", added->component->path, added->component->name);
                add_text(&text, " backupSucceeded=\"%s\" backupStamp=\"%s\" previousBackupStamp=\"%s\" backupOptions=\"%s\"/>",
                         added->succeeded ? "yes" : "no", added->stamp, added->previous == NULL ? "" : added->previous,
                         added->options == NULL ? "" : added->options);
            }
        }
    }
    add_text(&text, "</BACKUP_COMPONENTS>");
    BSTR string = give_binary_string(text.text);
    free(text.text);
    return string;
}

/* When the copies are made: until then writers change it. */
static hresult save_as_xml(Backup *self, BSTR *out) {
    hresult result;
    if (!enter(self, SAVE_AS_XML, out != NULL, &result)) {
        return result;
    }
    bool allowed = is_quiet(self) && (self->station == SET_DONE || self->station == COMPLETED);
    if (allowed) {
        *out = document(session_of(self));
    }
    return leave(self, SAVE_AS_XML, allowed ? HR_OK : VSS_BAD_STATE);
}

void put_writer_methods(Code *vtable) {
    vtable[3] = (Code)get_writer_components_count;
    vtable[4] = (Code)get_writer_components;
    vtable[10] = (Code)get_writer_metadata_count;
    vtable[11] = (Code)get_writer_metadata;
    vtable[13] = (Code)add_component;
    vtable[17] = (Code)get_writer_status_count;
    vtable[19] = (Code)get_writer_status;
    vtable[20] = (Code)set_backup_succeeded;
    vtable[21] = (Code)set_backup_options;
    vtable[25] = (Code)set_previous_backup_stamp;
    vtable[26] = (Code)save_as_xml;
    vtable[45] = (Code)disable_writer_classes;
    vtable[46] = (Code)enable_writer_classes;
    vtable[47] = (Code)disable_writer_instances;
    vtable[60] = (Code)get_writer_status_ex;
}
