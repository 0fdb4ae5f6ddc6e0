/* The machine on which the service runs: how a test or the environment describes it, and the log of the calls. */
#include "vss_writers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG_SIZE 4096
#define MAX_VALUE 4096

#define SESSION_METHOD_NAME(identifier, name) name,
const char *const SESSION_METHOD_NAMES[SESSION_METHOD_COUNT] = {SESSION_METHODS(SESSION_METHOD_NAME)};
#undef SESSION_METHOD_NAME

static const char *const SETTINGS[] = {"VSS_TEST_VOLUMES", "VSS_TEST_UNSUPPORTED", "VSS_TEST_STORE", "VSS_TEST_DURATIONS", "VSS_TEST_FAULTS",
                                       "VSS_TEST_CLOCK", "VSS_TEST_WRITER", "VSS_TEST_INTERFACES",
                                       "VSS_TEST_HELD", "VSS_TEST_OPERATIONS_HELD"};

static Lock machines = LOCK_INITIALIZER;
static Machine *current;

/* ---- the log */

static Lock log_lock = LOCK_INITIALIZER;
static struct {
    char method[64];
    hresult result;
} calls[LOG_SIZE];
static int32_t call_count;

/* The file by which another process has the log; NULL: none. */
static const char *log_file;

__attribute__((constructor)) static void find_log_file(void) {
    log_file = getenv("VSS_TEST_LOG");
}

void log_line(const char *line) {
    if (log_file != NULL) {
        append_line(log_file, line);
    }
}

hresult log_call(const char *method, hresult result) {
    if (log_file != NULL) {
        char line[128];
        snprintf(line, sizeof line, "%s: 0x%08X\n", method, (unsigned)result);
        log_line(line);
    }
    return result;
}

hresult note_call(const char *method, hresult result) {
    lock_enter(&log_lock);
    int32_t place = call_count++ % LOG_SIZE;
    snprintf(calls[place].method, sizeof calls[place].method, "%s", method);
    calls[place].result = result;
    log_call(method, result);
    lock_leave(&log_lock);
    return result;
}

int32_t vss_test_machine_call(int32_t number, char *text, int32_t size, hresult *result) {
    lock_enter(&log_lock);
    bool there = number < call_count && number >= call_count - LOG_SIZE;
    if (there) {
        snprintf(text, (size_t)size, "%s", calls[number % LOG_SIZE].method);
        *result = calls[number % LOG_SIZE].result;
    }
    lock_leave(&log_lock);
    return there;
}

static void clear_log(void) {
    lock_enter(&log_lock);
    call_count = 0;
    lock_leave(&log_lock);
}

/* ---- settings */

static bool set_names(NameUnit **names, int32_t *count, int32_t most, char *value) {
    for (char *next = strtok(value, "|"); next != NULL; next = strtok(NULL, "|")) {
        if (*count == most) {
            return false;
        }
        names[(*count)++] = name_of_text(next);
    }
    return true;
}

static bool find_method(const char *name, size_t length, SessionMethod *method) {
    for (int i = 0; i < SESSION_METHOD_COUNT; i++) {
        if (strlen(SESSION_METHOD_NAMES[i]) == length && strncmp(SESSION_METHOD_NAMES[i], name, length) == 0) {
            *method = (SessionMethod)i;
            return true;
        }
    }
    return false;
}

static bool parse_number(const char *text, int64_t *number) {
    char *end;
    *number = strtoll(text, &end, 0);
    return *text != 0 && *end == 0;
}

static bool set_duration(Machine *machine, SessionMethod method, char *value) {
    int64_t milliseconds;
    bool understood = parse_number(value, &milliseconds) && milliseconds >= 0;
    machine->durations[method] = understood ? milliseconds * NANOS_PER_MILLI : 0;
    return understood;
}

static bool parse_trouble(char *value, Trouble *trouble) {
    static const struct {
        const char *prefix;
        TroubleKind kind;
    } KINDS[] = {{"fails:", OPERATION_FAILS}, {"refuses:", OPERATION_REFUSES_CANCEL}, {"", CALL_RETURNS}};
    char *at = strchr(value, '@');
    *trouble = (Trouble){.calls = at == NULL ? UINT64_MAX : strtoull(at + 1, NULL, 0)};
    if (at != NULL) {
        *at = 0;
    }
    if (strcmp(value, "hangs") == 0) {
        trouble->kind = OPERATION_HANGS;
        return true;
    }
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        size_t length = strlen(KINDS[i].prefix);
        int64_t code;
        if (strncmp(value, KINDS[i].prefix, length) == 0 && parse_number(value + length, &code)) {
            trouble->kind = KINDS[i].kind;
            trouble->code = (hresult)(uint32_t)code;
            return true;
        }
    }
    return false;
}

static bool set_trouble(Machine *machine, SessionMethod method, char *value) {
    int32_t *count = &machine->trouble_counts[method];
    return *count < MAX_TROUBLES && parse_trouble(value, &machine->troubles[method][(*count)++]);
}

Trouble next_trouble(Machine *machine, SessionMethod method) {
    int number = atomic_fetch_add(&machine->called[method], 1);
    uint64_t call = UINT64_C(1) << (number < 63 ? number : 63);
    for (int32_t i = machine->trouble_counts[method] - 1; i >= 0; i--) {
        if ((machine->troubles[method][i].calls & call) != 0) {
            return machine->troubles[method][i];
        }
    }
    return (Trouble){.kind = NO_TROUBLE};
}

static bool set_each(Machine *machine, char *value, bool (*set)(Machine *, SessionMethod, char *)) {
    for (char *next = strtok(value, ","); next != NULL; next = strtok(NULL, ",")) {
        char *equals = strchr(next, '=');
        SessionMethod method;
        if (equals == NULL || !find_method(next, (size_t)(equals - next), &method) || !set(machine, method, equals + 1)) {
            return false;
        }
    }
    return true;
}

static bool set(Machine *machine, const char *name, char *value) {
    if (strcmp(name, "VSS_TEST_VOLUMES") == 0) {
        return set_names(machine->volumes, &machine->volume_count, MAX_VOLUMES * 2, value);
    }
    if (strcmp(name, "VSS_TEST_UNSUPPORTED") == 0) {
        return set_names(machine->unsupported, &machine->unsupported_count, MAX_VOLUMES, value);
    }
    if (strcmp(name, "VSS_TEST_STORE") == 0) {
        free(machine->store);
        machine->store = name_of_text(value);
        return machine->store != NULL;
    }
    if (strcmp(name, "VSS_TEST_DURATIONS") == 0) {
        return set_each(machine, value, set_duration);
    }
    if (strcmp(name, "VSS_TEST_FAULTS") == 0) {
        return set_each(machine, value, set_trouble);
    }
    if (strcmp(name, "VSS_TEST_CLOCK") == 0 && strcmp(value, "manual") == 0) {
        atomic_store(&machine->clock, 0);
        return true;
    }
    if (strcmp(name, "VSS_TEST_WRITER") == 0) {
        bool understood = true;
        for (char *line = strtok(value, "\n"); line != NULL; line = strtok(NULL, "\n")) {
            understood &= describe_writer(machine, line);
        }
        return understood;
    }
    if (strcmp(name, "VSS_TEST_HELD") == 0) {
        SessionMethod method = SESSION_METHOD_COUNT;
        bool understood = *value == 0 || find_method(value, strlen(value), &method);
        atomic_store(&machine->held, method);
        let_go_of_calls(machine);
        return understood;
    }
    if (strcmp(name, "VSS_TEST_OPERATIONS_HELD") == 0) {
        bool query = strcmp(value, "QueryStatus") == 0;
        bool cancel = strcmp(value, "Cancel") == 0;
        atomic_store(&machine->operations->held, query ? QUERY_HELD : cancel ? CANCEL_HELD : FAULTS);
        return query || cancel || *value == 0;
    }
    if (strcmp(name, "VSS_TEST_INTERFACES") == 0 && strcmp(value, "first") == 0) {
        machine->first_interfaces_only = true;
        return true;
    }
    return false;
}

int32_t vss_test_machine_set(Machine *machine, const char *name, const char *value) {
    char copy[MAX_VALUE];
    int length = snprintf(copy, sizeof copy, "%s", value);
    lock_enter(&machines);
    bool understood = length < MAX_VALUE && set(machine, name, copy);
    lock_leave(&machines);
    return understood;
}

/* ---- machines */

static Machine *new_machine(const char *test) {
    Machine *machine = calloc(1, sizeof *machine);
    if (machine != NULL) {
        machine->operations = vss_test_open(MUTANT_NONE, test);
        atomic_store(&machine->clock, -1);
        atomic_store(&machine->held, SESSION_METHOD_COUNT);
        signal_init(&machine->let_go);
#ifdef _WIN32
        machine->store = name_of_text("\\\\?\\GLOBALROOT\\Device");
#else
        machine->store = name_of_text("/tmp");
#endif
    }
    return machine;
}

static Machine *machine_of_environment(void) {
    Machine *machine = new_machine("the environment");
    for (size_t i = 0; machine != NULL && i < sizeof SETTINGS / sizeof *SETTINGS; i++) {
        const char *value = getenv(SETTINGS[i]);
        char copy[MAX_VALUE];
        if (value != NULL && *value != 0) {
            snprintf(copy, sizeof copy, "%s", value);
            if (!set(machine, SETTINGS[i], copy)) {
                fprintf(stderr, "vssapi of the tests: %s=%s is not understood\n", SETTINGS[i], value);
            }
        }
    }
    return machine;
}

Machine *current_machine(void) {
    lock_enter(&machines);
    if (current == NULL) {
        current = machine_of_environment();
    }
    Machine *machine = current;
    lock_leave(&machines);
    return machine;
}

Machine *vss_test_machine_open(const char *test) {
    Machine *machine = new_machine(test);
    lock_enter(&machines);
    current = machine;
    lock_leave(&machines);
    clear_log();
    return machine;
}

int32_t vss_test_machine_backups(Machine *machine) {
    return atomic_load(&machine->live);
}

int32_t vss_test_machine_operations(Machine *machine) {
    return vss_test_live(machine->operations);
}

/*
 * At the end of the process other threads are gone, and the locks that they held are held for ever: this takes none, and
 * writes by the system's own functions. A process that is killed does not come here.
 */
__attribute__((destructor)) static void say_what_is_left(void) {
    if (log_file == NULL || current == NULL) {
        return;
    }
    char line[128];
    snprintf(line, sizeof line, "end: left %d IVssBackupComponents, %d IVssAsync, %d objects of writers, %d strings\n",
             vss_test_machine_backups(current), vss_test_machine_operations(current), vss_test_machine_lent(current),
             vss_test_strings());
    log_line(line);
}

static bool is_among(NameUnit *const *names, int32_t count, const NameUnit *name) {
    for (int32_t i = 0; i < count; i++) {
        if (same_name(names[i], name)) {
            return true;
        }
    }
    return false;
}

bool is_supported(const Machine *machine, const NameUnit *volume) {
    return !is_among(machine->unsupported, machine->unsupported_count, volume);
}

bool is_volume(const Machine *machine, const NameUnit *name) {
    if (!ends_with_separator(name)) {
        return false;
    }
    if (is_among(machine->volumes, machine->volume_count, name) || !is_supported(machine, name)) {
        return true;
    }
    return machine->volume_count == 0 && is_directory(name);
}
