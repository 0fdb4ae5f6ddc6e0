/* What writers have and do, as a test describes it, and how they fare in one backup. */
#include "vss_writers.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define UNKNOWN 0
#define STABLE 1
#define WAITING_FOR_BACKUP_COMPLETE 5
#define FIRST_FAILURE 6
#define BACKUP_SHUTDOWN 9
#define PARTIAL_FAILURE ((hresult)0x80042336)
#define INCONSISTENT_SNAPSHOT ((hresult)0x800423F0)
#define SCHEMA_DIFFERENTIAL 0x1
#define SCHEMA_INCREMENTAL 0x2
#define SCHEMA_EXCLUSIVE 0x4
#define SCHEMA_LOG 0x8
#define SCHEMA_COPY 0x10
#define SCHEMA_TIMESTAMPED 0x20
#define TYPE_FULL 1
#define TYPE_INCREMENTAL 2
#define EVENTS 10
#define PREPARE_BACKUP 1
#define PREPARE_SNAPSHOT 2
#define FREEZE 3
#define MAX_FIELDS 12

/* By which methods writers hear of the events, which are in the order of the states of failure; some by none. */
static const SessionMethod EVENT_METHODS[EVENTS] = {
    GATHER_WRITER_METADATA, PREPARE_FOR_BACKUP, DO_SNAPSHOT_SET, DO_SNAPSHOT_SET, DO_SNAPSHOT_SET, DO_SNAPSHOT_SET,
    BACKUP_COMPLETE, SESSION_METHOD_COUNT, SESSION_METHOD_COUNT, SESSION_METHOD_COUNT,
};

/* ---- text */

void add_text(Text *text, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t length = (size_t)vsnprintf(NULL, 0, format, arguments);
    char *longer = realloc(text->text, text->length + length + 1);
    if (longer != NULL) {
        text->text = longer;
        vsnprintf(longer + text->length, length + 1, format, again);
        text->length += length;
    }
    va_end(again);
    va_end(arguments);
}

void add_id(Text *text, const char *name, const GUID *id) {
    const uint8_t *d = id->Data4;
    add_text(text, " %s=\"%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x\"", name, (unsigned)id->Data1, id->Data2,
             id->Data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
}

/* ---- descriptions */

static int32_t split(char *line, char *fields[MAX_FIELDS]) {
    int32_t count = 0;
    for (char *next = line; next != NULL && count < MAX_FIELDS; count++) {
        fields[count] = next;
        next = strchr(next, '\t');
        if (next != NULL) {
            *next++ = 0;
        }
    }
    for (int32_t i = count; i < MAX_FIELDS; i++) {
        fields[i] = "";
    }
    return count;
}

static char *keep(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

static uint32_t number(const char *text) {
    return (uint32_t)strtoul(text, NULL, 0);
}

static GUID parse_id(const char *text) {
    unsigned words[3], bytes[8];
    GUID id = {0};
    if (sscanf(text, "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x", &words[0], &words[1], &words[2], &bytes[0], &bytes[1],
               &bytes[2], &bytes[3], &bytes[4], &bytes[5], &bytes[6], &bytes[7]) == 11) {
        id.Data1 = words[0];
        id.Data2 = (uint16_t)words[1];
        id.Data3 = (uint16_t)words[2];
        for (int i = 0; i < 8; i++) {
            id.Data4[i] = (uint8_t)bytes[i];
        }
    }
    return id;
}

static bool add_files(FileList *list, char *fields[MAX_FIELDS]) {
    if (list == NULL || list->count == MAX_FILES) {
        return false;
    }
    list->items[list->count++] = (Files){
        .path = keep(fields[1]), .filespec = keep(fields[2]), .recursive = number(fields[3]) != 0,
        .alternate = keep(fields[4]), .mask = number(fields[5]),
    };
    return true;
}

static bool add_writer(Machine *machine, char *fields[MAX_FIELDS]) {
    Writer *writer = machine->writer_count == MAX_WRITERS ? NULL : calloc(1, sizeof *writer);
    if (writer == NULL) {
        return false;
    }
    *writer = (Writer){
        .instance = parse_id(fields[1]), .class = parse_id(fields[2]), .name = keep(fields[3]),
        .instance_name = keep(fields[4]), .usage = (int32_t)number(fields[5]), .source = (int32_t)number(fields[6]),
        .major = number(fields[7]), .minor = number(fields[8]), .schema = number(fields[9]), .stamp = keep(fields[10]),
    };
    machine->writers[machine->writer_count++] = writer;
    return true;
}

static bool add_restore(Writer *writer, char *fields[MAX_FIELDS]) {
    writer->has_restore = true;
    writer->restore = (int32_t)number(fields[1]);
    writer->service = keep(fields[2]);
    writer->procedure = keep(fields[3]);
    writer->writer_restore = (int32_t)number(fields[4]);
    writer->reboot = number(fields[5]) != 0;
    return true;
}

static bool add_component(Writer *writer, char *fields[MAX_FIELDS]) {
    if (writer->component_count == MAX_COMPONENTS) {
        return false;
    }
    writer->components[writer->component_count++] = (Component){
        .type = (int32_t)number(fields[1]), .path = keep(fields[2]), .name = keep(fields[3]),
        .caption = keep(fields[4]), .attributes = number(fields[5]), .flags = number(fields[6]),
    };
    return true;
}

static bool add_dependency(Component *component, char *fields[MAX_FIELDS]) {
    if (component == NULL || component->dependency_count == MAX_FILES) {
        return false;
    }
    component->dependencies[component->dependency_count++] =
        (Dependency){.writer = parse_id(fields[1]), .path = keep(fields[2]), .name = keep(fields[3])};
    return true;
}

static bool add_veto(Writer *writer, char *fields[MAX_FIELDS]) {
    if (writer->veto_count == MAX_VETOES || number(fields[1]) >= EVENTS) {
        return false;
    }
    writer->vetoes[writer->veto_count++] = (Veto){
        .event = (int32_t)number(fields[1]), .component = keep(fields[2]), .error = (hresult)number(fields[3]),
        .application = (hresult)number(fields[4]), .message = keep(fields[5]),
    };
    return true;
}

bool describe_writer(Machine *machine, char *line) {
    char *fields[MAX_FIELDS];
    split(line, fields);
    if (strcmp(fields[0], "writer") == 0) {
        return add_writer(machine, fields);
    }
    if (machine->writer_count == 0) {
        return false;
    }
    Writer *writer = machine->writers[machine->writer_count - 1];
    Component *component = writer->component_count == 0 ? NULL : &writer->components[writer->component_count - 1];
    const struct {
        const char *word;
        FileList *list;
    } LISTS[] = {
        {"alternate", &writer->alternates},
        {"exclude", &writer->excluded},
        {"nosnapshot", &writer->not_in_snapshot},
        {"file", component == NULL ? NULL : &component->files},
        {"database", component == NULL ? NULL : &component->databases},
        {"log", component == NULL ? NULL : &component->logs},
    };
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) {
        if (strcmp(fields[0], LISTS[i].word) == 0) {
            return add_files(LISTS[i].list, fields);
        }
    }
    return strcmp(fields[0], "restore") == 0      ? add_restore(writer, fields)
           : strcmp(fields[0], "component") == 0  ? add_component(writer, fields)
           : strcmp(fields[0], "dependency") == 0 ? add_dependency(component, fields)
                                                  : strcmp(fields[0], "veto") == 0 && add_veto(writer, fields);
}

/* ---- how they fare */

static bool contains(const GUID *ids, int32_t count, const GUID *id) {
    for (int32_t i = 0; i < count; i++) {
        if (same_id(&ids[i], id)) {
            return true;
        }
    }
    return false;
}

static bool takes_part(const WriterSession *session, const Writer *writer) {
    for (int32_t i = 0; i < writer->veto_count; i++) {
        if (EVENT_METHODS[writer->vetoes[i].event] == GATHER_WRITER_METADATA) {
            return false;
        }
    }
    return (!session->any_enabled || contains(session->enabled, session->enabled_count, &writer->class))
           && !contains(session->disabled, session->disabled_count, &writer->class)
           && !contains(session->disabled_instances, session->disabled_instance_count, &writer->instance);
}

static void fail(Life *life, const Veto *veto) {
    bool whole = *veto->component == 0;
    if (!whole) {
        life->component_vetoes[life->component_veto_count++] = veto;
    }
    int32_t state = veto->error == 0 ? UNKNOWN : FIRST_FAILURE + veto->event;
    if (whole) {
        life->status = (Status){veto->error, veto->application, state, veto->message};
    } else if (!life->failed) {
        life->status = (Status){PARTIAL_FAILURE, 0, state, ""};
    }
    life->status.state = state;
    life->failed = true;
    life->writer->left = life->status;
    life->writer->left_failed = true;
}

/* A writer takes a backup of a type that it does not support for a full one. */
static int32_t taken_for(const Writer *writer, int32_t type) {
    /* By the type. */
    static const uint32_t NEEDED[] = {
        0, 0, SCHEMA_INCREMENTAL | SCHEMA_EXCLUSIVE, SCHEMA_DIFFERENTIAL | SCHEMA_EXCLUSIVE, SCHEMA_LOG, SCHEMA_COPY, 0,
    };
    return NEEDED[type] == 0 || (NEEDED[type] & writer->schema) != 0 ? type : TYPE_FULL;
}

/* A selectable component brings what stands below it. */
static bool brings(const Component *added, const Component *other) {
    return added == other || ((added->attributes & ATTRIBUTE_SELECTABLE) && is_above(added, other));
}

/* Whether something that a writer has in a backup is on no volume of the set. */
static bool lacks_volume(const Backup *backup, const Life *life) {
    const WriterSession *session = backup->writers;
    int32_t type = taken_for(life->writer, session->backup_type);
    for (int32_t i = 0; i < session->added_count; i++) {
        for (int32_t j = 0; session->added[i].life == life && j < life->writer->component_count; j++) {
            const Component *component = &life->writer->components[j];
            if (brings(session->added[i].component, component) && component_reaches_beyond(backup, component, type)) {
                return true;
            }
        }
    }
    return false;
}

static void hear(Backup *backup, Life *life, int32_t event) {
    static const Veto LACKS_VOLUME = {PREPARE_SNAPSHOT, "", INCONSISTENT_SNAPSHOT, 0, ""};
    if (event == PREPARE_BACKUP) {
        life->status = (Status){.state = STABLE, .message = ""};
        life->failed = life->writer->left_failed = false;
    }
    if (life->failed) {
        return;
    }
    for (int32_t i = 0; i < life->writer->veto_count; i++) {
        if (life->writer->vetoes[i].event == event) {
            fail(life, &life->writer->vetoes[i]);
        }
    }
    if (!life->failed && event == PREPARE_SNAPSHOT && lacks_volume(backup, life)) {
        fail(life, &LACKS_VOLUME);
    }
}

static void go_on(Backup *backup, Life *life, SessionMethod method) {
    for (int32_t event = 0; event < EVENTS; event++) {
        if (EVENT_METHODS[event] == method) {
            hear(backup, life, event);
        }
    }
    if (!life->failed && method == DO_SNAPSHOT_SET) {
        life->status.state = WAITING_FOR_BACKUP_COMPLETE;
    } else if (!life->failed && method == BACKUP_COMPLETE) {
        life->status.state = STABLE;
    }
}

/* A backup on which others are based is in the history of the writer from here on. */
static void take_note(Machine *machine, const Added *added, int32_t type) {
    bool noted = added->succeeded && !added->life->failed && (type == TYPE_FULL || type == TYPE_INCREMENTAL);
    if (noted && machine->history_count < MAX_HISTORY) {
        const Component *component = added->component;
        Text text = {0};
        add_text(&text, "%s\t%s%s%s\t%d", added->life->writer->name, component->path, *component->path == 0 ? "" : "\\",
                 component->name, (int)type);
        machine->history[machine->history_count++] = text.text;
    }
}

int32_t vss_test_machine_history(Machine *machine, int32_t number, char *text, int32_t size) {
    lock_enter(&service);
    bool there = number < machine->history_count;
    if (there) {
        snprintf(text, (size_t)size, "%s", machine->history[number]);
    }
    lock_leave(&service);
    return there;
}

static Life new_life(Writer *writer) {
    Life life = {.writer = writer, .status = {.state = STABLE, .message = ""}, .failed = writer->left_failed};
    if (writer->left_failed) {
        life.status = writer->left;
    }
    return life;
}

void writers_finished(Backup *backup, SessionMethod method) {
    WriterSession *session = backup->writers;
    Machine *machine = backup->machine;
    if (method == GATHER_WRITER_METADATA) {
        for (int32_t i = 0; i < machine->writer_count; i++) {
            if (takes_part(session, machine->writers[i])) {
                session->lives[session->life_count++] = new_life(machine->writers[i]);
            }
        }
        return;
    }
    for (int32_t i = 0; i < session->life_count; i++) {
        if (method == GATHER_WRITER_STATUS) {
            session->lives[i].gathered = session->lives[i].status;
            session->status_count = session->life_count;
        } else if (has_writers(backup)) {
            go_on(backup, &session->lives[i], method);
        }
    }
    for (int32_t i = 0; i < session->added_count; i++) {
        Added *added = &session->added[i];
        const Writer *writer = added->life->writer;
        if (method == DO_SNAPSHOT_SET && (writer->schema & SCHEMA_TIMESTAMPED)) {
            added->stamp = writer->stamp;
        } else if (method == BACKUP_COMPLETE) {
            take_note(machine, added, taken_for(writer, session->backup_type));
        }
    }
}

/* Where writers take part. */
static void tell_all(Backup *backup, int32_t event) {
    WriterSession *session = backup->writers;
    for (int32_t i = 0; has_writers(backup) && i < session->life_count; i++) {
        hear(backup, &session->lives[i], event);
    }
}

void writers_of_failed_set(Backup *backup, int32_t method) {
    if (method == PREPARE_FOR_BACKUP) {
        tell_all(backup, PREPARE_BACKUP);
    } else {
        tell_all(backup, PREPARE_SNAPSHOT);
        tell_all(backup, FREEZE);
    }
}

void writers_of_gone(Backup *backup) {
    tell_all(backup, BACKUP_SHUTDOWN);
}
