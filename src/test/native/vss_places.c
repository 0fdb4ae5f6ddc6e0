/* Where the files lie that writers name: which folders they mean, and on which volumes these are. */
/* For realpath. */
#define _XOPEN_SOURCE 700

#include "vss_writers.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_PLACE 4096

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_in_any_case(const char *a, const char *b) {
    while (*a != 0 && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

/* ---- names of folders */

/* What an environment variable means to every account; NULL if nothing. To be freed. */
static char *variable(const char *name) {
    static const char *const OF_AN_ACCOUNT[] = {"APPDATA", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "ONEDRIVE",
                                                "TEMP",    "TMP",       "USERNAME", "USERPROFILE"};
    for (size_t i = 0; i < sizeof OF_AN_ACCOUNT / sizeof *OF_AN_ACCOUNT; i++) {
        if (same_in_any_case(name, OF_AN_ACCOUNT[i])) {
            return NULL;
        }
    }
#ifdef _WIN32
    NameUnit *wide = name_of_text(name), value[MAX_PLACE];
    DWORD length = wide == NULL ? 0 : GetEnvironmentVariableW(wide, value, MAX_PLACE);
    free(wide);
    return length == 0 || length >= MAX_PLACE ? NULL : text_of_name(value);
#else
    const char *value = getenv(name);
    return value == NULL ? NULL : text_of_name(value);
#endif
}

/* A text with the values of the variables in it, as %NAME%; NULL if one of them means nothing. To be freed. */
static char *resolve(const char *text) {
    Text whole = {0};
    add_text(&whole, "%s", "");
    while (*text != 0) {
        const char *end = *text == '%' ? strchr(text + 1, '%') : NULL;
        if (end == NULL) {
            add_text(&whole, "%c", *text++);
            continue;
        }
        char name[MAX_PLACE];
        snprintf(name, sizeof name, "%.*s", (int)(end - text - 1), text + 1);
        char *value = variable(name);
        if (value == NULL) {
            free(whole.text);
            return NULL;
        }
        add_text(&whole, "%s", value);
        free(value);
        text = end + 1;
    }
    return whole.text;
}

#ifdef _WIN32

/* Whether a path begins with a drive and its root, or names another machine. */
static bool is_absolute(const char *path) {
    bool drive = path[0] != 0 && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
    return drive || strncmp(path, "\\\\", 2) == 0;
}

static NameUnit *whole_name(const char *path) {
    static const char LONG_PATH[] = "\\\\?\\";
    bool is_long = strncmp(path, LONG_PATH, strlen(LONG_PATH)) == 0;
    NameUnit *name = name_of_text(is_long ? path + strlen(LONG_PATH) : path), whole[MAX_PLACE];
    DWORD length = name == NULL ? 0 : GetFullPathNameW(name, MAX_PLACE, whole, NULL);
    free(name);
    return length == 0 || length >= MAX_PLACE ? NULL : copy_name(whole);
}

#else

static bool is_absolute(const char *path) {
    return *path == '/';
}

/* Links on the way are resolved if it is there; else dots and what they take back go, by the name alone. */
static NameUnit *whole_name(const char *path) {
    char *real = realpath(path, NULL), whole[MAX_PLACE] = "", copy[MAX_PLACE], *rest;
    if (real != NULL) {
        return real;
    }
    snprintf(copy, sizeof copy, "%s", path);
    for (char *part = strtok_r(copy, "/", &rest); part != NULL; part = strtok_r(NULL, "/", &rest)) {
        char *last = strrchr(whole, '/');
        if (strcmp(part, "..") == 0 && last != NULL) {
            *last = 0;
        } else if (strcmp(part, "..") != 0 && strcmp(part, ".") != 0) {
            size_t length = strlen(whole);
            snprintf(whole + length, sizeof whole - length, "/%s", part);
        }
    }
    return copy_name(whole);
}

#endif

NameUnit *place_of(const Files *files) {
    static const NameUnit NOTHING[] = {0};
    char *text = resolve(*files->alternate == 0 ? files->path : files->alternate);
    NameUnit *name = text != NULL && is_absolute(text) ? whole_name(text) : NULL;
    NameUnit *place = name == NULL || ends_with_separator(name) ? name : join_name(name, NOTHING);
    if (place != name) {
        free(name);
    }
    free(text);
    return place;
}

/* ---- volumes */

/* The longest name of a volume that a place begins with; or that was found before. */
static const NameUnit *longer(const NameUnit *found, const NameUnit *volume, const NameUnit *place) {
    bool holds = begins_with(place, volume);
    return holds && (found == NULL || name_size(volume) > name_size(found)) ? volume : found;
}

/* Of volumes that are mounted in one another the innermost holds a place. */
static bool is_on_set(const Backup *backup, const NameUnit *place) {
    const NameUnit *holder = NULL, *of_set = NULL;
    for (int32_t i = 0; i < backup->machine->volume_count; i++) {
        holder = longer(holder, backup->machine->volumes[i], place);
    }
    for (int32_t i = 0; i < backup->copy_count; i++) {
        of_set = longer(of_set, backup->copies[i].volume, place);
    }
    return of_set != NULL && (holder == NULL || name_size(holder) <= name_size(of_set));
}

/* The bits of VSS_FILE_SPEC_BACKUP_TYPE by which files have to be taken from a copy, by the type of the backup. */
static const uint32_t SNAPSHOT_REQUIRED[] = {0, 0x100, 0x400, 0x200, 0x800, 0x100, 0x100};

static bool reaches_beyond(const Backup *backup, const FileList *list, int32_t type) {
    for (int32_t i = 0; i < list->count; i++) {
        NameUnit *place = (list->items[i].mask & SNAPSHOT_REQUIRED[type]) == 0 ? NULL : place_of(&list->items[i]);
        bool outside = place != NULL && !is_on_set(backup, place);
        free(place);
        if (outside) {
            return true;
        }
    }
    return false;
}

bool component_reaches_beyond(const Backup *backup, const Component *component, int32_t type) {
    return reaches_beyond(backup, &component->files, type) || reaches_beyond(backup, &component->databases, type)
           || reaches_beyond(backup, &component->logs, type);
}

/* ---- files that are to be in no copy */

/* As Windows reads the wildcards: whatever the case, and a star, a dot and a star are all names. */
static bool matches(const char *spec, const char *name) {
    if (strcmp(spec, "*.*") == 0) {
        return true;
    }
    if (*spec == '*') {
        return matches(spec + 1, name) || (*name != 0 && matches(spec, name + 1));
    }
    return *name == 0 ? *spec == 0 : (*spec == '?' || lower(*spec) == lower(*name)) && matches(spec + 1, name + 1);
}

typedef struct {
    const NameUnit *folder;
    const Files *files;
} Removal;

static void remove_those_in(const NameUnit *folder, const Files *files);

static void remove_if_named(const NameUnit *name, void *data) {
    Removal *removal = data;
    NameUnit *file = join_name(removal->folder, name);
    char *text = text_of_name(name);
    if (file != NULL && text != NULL && strcmp(text, ".") != 0 && strcmp(text, "..") != 0) {
        if (!is_directory_itself(file)) {
            if (matches(removal->files->filespec, text)) {
                remove_file(file);
            }
        } else if (removal->files->recursive) {
            remove_those_in(file, removal->files);
        }
    }
    free(text);
    free(file);
}

static void remove_those_in(const NameUnit *folder, const Files *files) {
    Removal removal = {folder, files};
    see_names(folder, remove_if_named, &removal);
}

static void leave_out(const Backup *backup, const Files *files) {
    NameUnit *place = place_of(files);
    for (int32_t i = 0; place != NULL && i < backup->copy_count; i++) {
        const Copy *copy = &backup->copies[i];
        if (begins_with(place, copy->volume)) {
            size_t units = name_size(copy->volume) / sizeof *place - 1;
            NameUnit *folder = join_name(copy->device, place + units);
            if (folder != NULL) {
                remove_those_in(folder, files);
                free(folder);
            }
        }
    }
    free(place);
}

void leave_out_of_copies(const Backup *backup) {
    const WriterSession *session = backup->writers;
    for (int32_t i = 0; has_writers(backup) && i < session->life_count; i++) {
        const FileList *list = &session->lives[i].writer->not_in_snapshot;
        for (int32_t j = 0; j < list->count; j++) {
            leave_out(backup, &list->items[j]);
        }
    }
}
