/*
 * Writers: what a test says that they have and do, how they fare in one backup, and the objects by which a session reads
 * it. A test describes them by vss_test_machine_set with the name VSS_TEST_WRITER, in one or more lines at a time, the next
 * ones going on where the last ones ended; fields are parted by tabs:
 *
 *   writer INSTANCE CLASS NAME INSTANCE-NAME USAGE SOURCE MAJOR MINOR SCHEMA STAMP   and of it, until the next one:
 *   restore TYPE SERVICE PROCEDURE WRITER-RESTORE REBOOT
 *   alternate | exclude | nosnapshot PATH FILESPEC RECURSIVE ALTERNATE-LOCATION MASK
 *   component TYPE PATH NAME CAPTION ATTRIBUTES FLAGS                                and of it, until the next one:
 *   file | database | log PATH FILESPEC RECURSIVE ALTERNATE-LOCATION MASK
 *   dependency CLASS PATH NAME
 *   veto EVENT COMPONENT ERROR APPLICATION-ERROR MESSAGE      with the error 0 the state is unknown from then on
 *
 * VSS_TEST_INTERFACES=first has objects answer to the first interface of each kind only, as on an old system.
 */
#ifndef VSS_WRITERS_H
#define VSS_WRITERS_H

#include "vss_backup.h"

#define MAX_FILES 16
#define MAX_COMPONENTS 16
#define MAX_VETOES 8
#define MAX_CHOSEN 64

typedef struct {
    char *path, *filespec, *alternate;
    bool recursive;
    uint32_t mask;
} Files;

typedef struct {
    Files items[MAX_FILES];
    int32_t count;
} FileList;

typedef struct {
    GUID writer;
    char *path, *name;
} Dependency;

enum { ATTRIBUTE_RESTORE_METADATA = 1, ATTRIBUTE_NOTIFY = 2, ATTRIBUTE_SELECTABLE = 4, ATTRIBUTE_FOR_RESTORE = 8 };

typedef struct {
    int32_t type;
    char *path, *name, *caption;
    uint32_t attributes, flags;
    FileList files, databases, logs;
    Dependency dependencies[MAX_FILES];
    int32_t dependency_count;
} Component;

typedef struct {
    int32_t event;
    char *component;
    hresult error, application;
    char *message;
} Veto;

typedef struct {
    hresult failure, application;
    int32_t state;
    const char *message;
} Status;

struct Writer {
    GUID instance, class;
    char *name, *instance_name, *stamp;
    int32_t usage, source;
    uint32_t major, minor, schema;
    bool has_restore, reboot;
    int32_t restore, writer_restore;
    char *service, *procedure;
    FileList alternates, excluded, not_in_snapshot;
    Component components[MAX_COMPONENTS];
    int32_t component_count;
    Veto vetoes[MAX_VETOES];
    int32_t veto_count;
    /* How the last backup that told it something left it, if that was with a failure. */
    Status left;
    bool left_failed;
};

/* How a writer fares in one backup. */
typedef struct {
    Writer *writer;
    /* Also with a failure of an earlier backup, until this one prepares it. */
    Status status;
    bool failed;
    const Veto *component_vetoes[MAX_VETOES];
    int32_t component_veto_count;
    Status gathered;
} Life;

typedef struct {
    Life *life;
    Component *component;
    const char *stamp;
    char *previous, *options;
    bool succeeded;
} Added;

struct WriterSession {
    bool selects_components, bootable, partial_files;
    int32_t backup_type;
    GUID disabled[MAX_CHOSEN], enabled[MAX_CHOSEN], disabled_instances[MAX_CHOSEN];
    int32_t disabled_count, enabled_count, disabled_instance_count;
    bool any_enabled;
    Life lives[MAX_WRITERS];
    int32_t life_count, status_count;
    Added added[MAX_COMPONENTS * MAX_WRITERS];
    int32_t added_count;
};

/* A logical path, which may begin with a backslash that means nothing, without it. */
static inline const char *without_leading(const char *path) {
    return *path == '\\' ? path + 1 : path;
}

/* The folder where files are, with its separator at the end; NULL if its name has no meaning here. To be freed. */
NameUnit *place_of(const Files *files);

/* Whether files of a component that are needed in a type of backup are on no volume of the set. */
bool component_reaches_beyond(const Backup *backup, const Component *component, int32_t type);

/* Deletes from the copies of a set what writers that take part want in none. */
void leave_out_of_copies(const Backup *backup);

/* Whether one component stands above another of the same writer. */
bool is_above(const Component *upper, const Component *lower);

/* Takes a line of a description; false if it is not understood. */
bool describe_writer(Machine *machine, char *line);

/* Takes note that an operation of a backup has finished. With the lock of the service held. */
void writers_finished(Backup *backup, SessionMethod method);

/* Takes note that an operation has failed: its events came, those of DoSnapshotSet until the freeze. With the lock of the service held. */
void writers_of_failed_set(Backup *backup, int32_t method);

/* Tells the writers that the object is gone. With the lock of the service held. */
void writers_of_gone(Backup *backup);

/* The methods that concern writers, in the vtable of a backup. */
void put_writer_methods(Code *vtable);

/* Text that grows. */
typedef struct {
    char *text;
    size_t length;
} Text;
void add_text(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void add_id(Text *text, const char *name, const GUID *id);

/* The objects that a session reads; each call makes one with one reference. NULL without memory. */
void *lend_metadata(Machine *machine, Writer *writer);
void *lend_components(Machine *machine, WriterSession *session, Life *life);

#endif
