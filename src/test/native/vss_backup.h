/*
 * A service with the exports of vssapi.dll, as far as a backup session uses it: what its parts share, and the functions by
 * which a test describes the machine on which the service runs and asks what happened.
 *
 * A process that only loads the library describes the machine by environment variables, with the same names and values as
 * vss_test_machine_set takes. VSS_TEST_LOG names a file that then gets a line for each call of the methods that the machine
 * knows, of Cancel, Wait and Next, a line for each violation, and at the end of the process one that says what is left.
 */
#ifndef VSS_BACKUP_H
#define VSS_BACKUP_H

#include "vss_object.h"

#include <stdio.h>
#include <string.h>

#include "vss_abi.h"

/* The methods that the machine knows: X(identifier, Microsoft's name). */
#define SESSION_METHODS(X)                                          \
    X(CREATE_VSS_BACKUP_COMPONENTS, "CreateVssBackupComponents")    \
    X(INITIALIZE_FOR_BACKUP, "InitializeForBackup")                 \
    X(SET_CONTEXT, "SetContext")                                    \
    X(SET_BACKUP_STATE, "SetBackupState")                           \
    X(GATHER_WRITER_METADATA, "GatherWriterMetadata")               \
    X(FREE_WRITER_METADATA, "FreeWriterMetadata")                   \
    X(GET_WRITER_METADATA_COUNT, "GetWriterMetadataCount")          \
    X(GET_WRITER_METADATA, "GetWriterMetadata")                     \
    X(ENABLE_WRITER_CLASSES, "EnableWriterClasses")                 \
    X(DISABLE_WRITER_CLASSES, "DisableWriterClasses")               \
    X(DISABLE_WRITER_INSTANCES, "DisableWriterInstances")           \
    X(ADD_COMPONENT, "AddComponent")                                \
    X(SET_BACKUP_OPTIONS, "SetBackupOptions")                       \
    X(SET_PREVIOUS_BACKUP_STAMP, "SetPreviousBackupStamp")          \
    X(GET_WRITER_STATUS_COUNT, "GetWriterStatusCount")              \
    X(GET_WRITER_STATUS, "GetWriterStatus")                         \
    X(GET_WRITER_STATUS_EX, "GetWriterStatusEx")                    \
    X(GET_WRITER_COMPONENTS_COUNT, "GetWriterComponentsCount")      \
    X(GET_WRITER_COMPONENTS, "GetWriterComponents")                 \
    X(SET_BACKUP_SUCCEEDED, "SetBackupSucceeded")                   \
    X(SAVE_AS_XML, "SaveAsXML")                                     \
    X(START_SNAPSHOT_SET, "StartSnapshotSet")                       \
    X(ADD_TO_SNAPSHOT_SET, "AddToSnapshotSet")                      \
    X(PREPARE_FOR_BACKUP, "PrepareForBackup")                       \
    X(DO_SNAPSHOT_SET, "DoSnapshotSet")                             \
    X(GATHER_WRITER_STATUS, "GatherWriterStatus")                   \
    X(FREE_WRITER_STATUS, "FreeWriterStatus")                       \
    X(GET_SNAPSHOT_PROPERTIES, "GetSnapshotProperties")             \
    X(BACKUP_COMPLETE, "BackupComplete")                            \
    X(QUERY, "Query")                                               \
    X(DELETE_SNAPSHOTS, "DeleteSnapshots")                          \
    X(IS_VOLUME_SUPPORTED, "IsVolumeSupported")                     \
    X(IS_VOLUME_SNAPSHOTTED, "IsVolumeSnapshotted")                 \
    X(ABORT_BACKUP, "AbortBackup")

#define SESSION_METHOD_IDENTIFIER(identifier, name) identifier,
typedef enum { SESSION_METHODS(SESSION_METHOD_IDENTIFIER) SESSION_METHOD_COUNT } SessionMethod;
#undef SESSION_METHOD_IDENTIFIER

extern const char *const SESSION_METHOD_NAMES[SESSION_METHOD_COUNT];

#define HR_OK ((hresult)0)
#define HR_FALSE ((hresult)1)
#define HR_NOTIMPL ((hresult)0x80004001)
#define HR_NOINTERFACE ((hresult)0x80004002)
#define HR_POINTER ((hresult)0x80004003)
#define HR_UNEXPECTED ((hresult)0x8000FFFF)
#define HR_OUTOFMEMORY ((hresult)0x8007000E)
#define HR_INVALIDARG ((hresult)0x80070057)
#define VSS_BAD_STATE ((hresult)0x80042301)
#define VSS_PROVIDER_NOT_REGISTERED ((hresult)0x80042304)
#define VSS_OBJECT_NOT_FOUND ((hresult)0x80042308)
#define VSS_VOLUME_NOT_SUPPORTED ((hresult)0x8004230C)
#define VSS_VOLUME_NOT_SUPPORTED_BY_PROVIDER ((hresult)0x8004230E)
#define VSS_OBJECT_ALREADY_EXISTS ((hresult)0x8004230D)
#define VSS_UNEXPECTED_PROVIDER_ERROR ((hresult)0x8004230F)
#define VSS_INVALID_XML_DOCUMENT ((hresult)0x80042311)
#define VSS_MAXIMUM_NUMBER_OF_VOLUMES ((hresult)0x80042312)
#define VSS_SET_IN_PROGRESS ((hresult)0x80042316)
#define VSS_MAXIMUM_NUMBER_OF_SNAPSHOTS ((hresult)0x80042317)
#define VSS_UNSUPPORTED_CONTEXT ((hresult)0x8004231B)
#define VSS_INSUFFICIENT_STORAGE ((hresult)0x8004231F)

#define MAX_VOLUMES 64
#define MAX_COPIES_OF_VOLUME 512
#define MAX_WRITERS 16
#define MAX_HISTORY 1024
#define MAX_TROUBLES 4

#define EVERY_CONTEXT ((int32_t)0xFFFFFFFF)
#define PERSISTENT_CONTEXT 0x1
#define OF_CONTEXTS 0x1d
#define NOT_SURFACED 0x40

/* A character of a file's name as the system's own functions take it: UTF-16 on Windows, bytes elsewhere. */
#ifdef _WIN32
typedef wchar_t NameUnit;
#define SEPARATOR L'\\'
#else
typedef char NameUnit;
#define SEPARATOR '/'
#endif

/* What goes wrong with a method. */
typedef enum { NO_TROUBLE, CALL_RETURNS, OPERATION_FAILS, OPERATION_HANGS, OPERATION_REFUSES_CANCEL } TroubleKind;

typedef struct {
    TroubleKind kind;
    hresult code;
    /* In which calls: the first in the lowest bit, and those from the 64th on in the highest. */
    uint64_t calls;
} Trouble;

typedef void (*Code)(void);

typedef struct Backup Backup;
typedef struct Machine Machine;
typedef struct Operation Operation;
typedef struct Writer Writer;
typedef struct WriterSession WriterSession;

/* The machine on which the service runs. Kept for the life of the process, like the objects that were made on it. */
struct Machine {
    /* Whose IVssAsync objects its operations are. */
    Server *operations;
    int64_t durations[SESSION_METHOD_COUNT];
    Trouble troubles[SESSION_METHOD_COUNT][MAX_TROUBLES];
    int32_t trouble_counts[SESSION_METHOD_COUNT];
    atomic_int called[SESSION_METHOD_COUNT];
    NameUnit *volumes[MAX_VOLUMES * 2];
    int32_t volume_count;
    /* The volumes among them of which no copies can be made. */
    NameUnit *unsupported[MAX_VOLUMES];
    int32_t unsupported_count;
    NameUnit *store;
    Writer *writers[MAX_WRITERS];
    int32_t writer_count;
    /* Of which backups writers took note. Guarded by the lock of the service. */
    char *history[MAX_HISTORY];
    int32_t history_count;
    bool first_interfaces_only;
    atomic_int live;
    /* The objects by which a session reads what writers have. */
    atomic_int lent;
    /* Guarded by the lock of the service. */
    Backup *creator;
    /* By which other processes that use the store know of the creator; while there is one. */
    intptr_t hold;
    Backup *newest;
    /* The method whose calls a test holds, or none of them; and how many it holds now. */
    atomic_int held;
    atomic_int held_calls;
    Signal let_go;
    /* A clock that a test advances, in nanoseconds; negative: real time. */
    _Atomic(int64_t) clock;
};

/* The stations of a backup, in their order; ENDED is reached from everywhere by an abort and by failures. */
typedef enum { MADE, INITIALIZED, SET_STARTED, SET_PREPARED, SET_DONE, COMPLETED, ENDED } Station;

typedef struct {
    VSS_ID id;
    NameUnit *volume;
    NameUnit *device;
} Copy;

struct Backup {
    const Code *vtable;
    Machine *machine;
    Backup *next;
    atomic_int references;
    atomic_int inside;
    /* Guarded by the lock of the service, but for the devices of the copies, which are the running operation's. */
    Station station;
    int32_t context;
    bool context_chosen, state_set;
    bool metadata_asked, metadata_there, metadata_freed, status_there;
    /* Whether writers can still be asked why, and nothing else. */
    bool set_failed;
    WriterSession *writers;
    VSS_ID set;
    Copy copies[MAX_VOLUMES];
    int32_t copy_count;
    /* How many copies the set had when it was made. */
    int32_t set_size;
    bool copies_made;
    int64_t made_at;
    /* What goes wrong with the call that is inside. */
    Trouble trouble;
    Operation *operation;
    SessionMethod operation_method;
    bool operation_open;
};

/* One lock for what all objects of the service have in common, and for the state of each; not held while one works. */
extern Lock service;

/* The machine on which objects are made now; from the environment if no test has opened one. */
Machine *current_machine(void);

/* Notes a call in the list of calls and in the log file, and gives its result back. */
hresult note_call(const char *method, hresult result);

/*
 * A call is taken in with the lock of the service, and left without it; `enter` gives false, with the result of the call,
 * if it is not to be made: the object is gone, an argument that has to be given is not, or a test says what the call returns.
 */
bool enter_named(Backup *self, const char *method);
hresult leave_named(Backup *self, const char *method, hresult result);
bool enter(Backup *self, SessionMethod method, bool given, hresult *result);
hresult leave(Backup *self, SessionMethod method, hresult result);

/* Counts a call, and says what goes wrong with it: of what a test has planned for it the last. */
Trouble next_trouble(Machine *machine, SessionMethod method);

/* Does not return while a test holds the calls of a method. */
void hold_call(Machine *machine, SessionMethod method);

/* Has the calls that a test held look whether it still does. */
void let_go_of_calls(Machine *machine);

/* Takes the end of the last operation into account. */
void look(Backup *self);

/* Whether a backup is under way and nothing runs in it. */
bool is_quiet(const Backup *self);

/* Whether writers can be asked how they fare: also when their set could not be made, until it is aborted. */
bool writers_answer(const Backup *self);

/* Whether writers take part. */
bool has_writers(const Backup *self);

/* The rest of a method that begins an operation; `allowed` says whether it may. Leaves the call. */
hresult begin(Backup *self, SessionMethod method, bool allowed, void **out);

/* Makes an object the one that makes a set, unless another does, in this process or in one that uses the same store. */
hresult become_creator(Backup *self);

/* Lets another object make a set, if this one has kept it from that. */
void resign(Backup *self);

/* Stops what runs, and lets another object make a set. */
void give_up(Backup *self);

VSS_ID new_id(void);

static inline bool same_id(const void *a, const void *b) {
    return memcmp(a, b, sizeof(GUID)) == 0;
}

/* What CreateVssBackupComponents does. */
hresult create_backup(void **out);

/* The methods of a session, in a vtable. */
void put_session_methods(Code *vtable);

/* Its methods for what there is on the machine. */
void put_inventory_methods(Code *vtable);
hresult is_volume_snapshotted(const uint16_t *name, BOOL *present, int32_t *capability);

/* The one provider there is. */
extern const GUID PROVIDER;

/* Whether its copies outlive it. */
static inline bool is_persistent(const Backup *backup) {
    return backup->context != EVERY_CONTEXT && (backup->context & PERSISTENT_CONTEXT) != 0;
}

/* The attributes of copies: those of its context, and of copies for a backup alone that nobody has exposed them. */
static inline int32_t attributes_of(const Backup *backup) {
    return (backup->context & OF_CONTEXTS) == 0 ? backup->context | NOT_SURFACED : backup->context;
}

/* Writes the records of persistent copies, by which all processes that use the store have them. */
hresult record_copies(const Backup *backup);
void forget_record(const NameUnit *device);

/* What a machine takes for the root of a volume: as its list says, or without a list every directory. */
bool is_volume(const Machine *machine, const NameUnit *name);

/* Whether copies can be made of a volume, and whether there are as many as there can be. With the lock of the service held. */
bool is_supported(const Machine *machine, const NameUnit *volume);
bool has_all_copies(Machine *machine, const NameUnit *volume);

/* Does an operation's work; stops early when is_over. Returns an HRESULT. */
typedef hresult Work(Backup *backup, Operation *operation);

/* Begins an operation: its IVssAsync with one reference, and a thread that sleeps for its duration and does its work. */
Operation *begin_operation(Backup *backup, Machine *machine, SessionMethod method, Trouble trouble, Work *work,
                           Work *undo);
void *operation_pointer(Operation *operation);
hresult operation_status(Operation *operation);
bool is_over(Operation *operation);

/* Cancels it if it is pending, also if it refuses to be cancelled. */
void stop_operation(Operation *operation);

/* Waits until its thread has ended, and forgets it. */
void end_operation(Operation *operation);

/* Has an operation look at the clock. */
void wake_operation(Operation *operation);

/* Copies a directory to one that does not exist; stops early when the operation is over. */
hresult copy_tree(const NameUnit *from, const NameUnit *to, Operation *operation);
void delete_tree(const NameUnit *root);
/* Gives the names in a folder, without it, to a function; fails if not all could be read. */
hresult see_names(const NameUnit *folder, void (*see)(const NameUnit *name, void *data), void *data);
bool is_directory(const NameUnit *name);
/* And no link to one. */
bool is_directory_itself(const NameUnit *name);
/* Makes a directory; false if there is something of that name, or it cannot be made. */
bool make_directory(const NameUnit *name);

/* Names: the system's, UTF-8, and UTF-16 as it crosses the interface. Each result is to be freed; NULL without memory. */
NameUnit *name_of_text(const char *utf8);
NameUnit *name_of_wide(const uint16_t *wide);
NameUnit *copy_name(const NameUnit *name);
NameUnit *join_name(const NameUnit *folder, const NameUnit *name);
NameUnit *device_name(const NameUnit *store, int32_t number);
/* The number in the name, without its folder, of a device or of what belongs to one; 0 for another name. */
int32_t device_number(const NameUnit *name);
bool ends_with_separator(const NameUnit *name);
/* Whether it is a folder of another machine. */
bool is_share(const NameUnit *name);
bool same_name(const NameUnit *a, const NameUnit *b);
bool begins_with(const NameUnit *name, const NameUnit *beginning);
char *text_of_name(const NameUnit *name);

/* A name with more behind it; a name's bytes with its end; and files by their names, as the C library has them. */
NameUnit *append_text(const NameUnit *name, const char *text);
size_t name_size(const NameUnit *name);
FILE *open_file(const NameUnit *name, const char *mode);
void remove_file(const NameUnit *name);

/* Adds a line to a file, at once and without any lock of this process. */
void append_line(const char *file, const char *line);

/* Makes a file that one holder at a time has, in all processes; it goes with its holder, or when that lets go of it. */
hresult hold_file(const NameUnit *name, intptr_t *hold);
void let_go_of_file(const NameUnit *name, intptr_t hold);

/* A string that its receiver frees by CoTaskMemFree; counted where that is ours, not on Windows. */
uint16_t *give_task_string(const NameUnit *name);
void take_task_string(void *string);

/* A string of a structure that the service fills: counted until it is freed. */
uint16_t *give_string(const NameUnit *name);
void take_string(uint16_t **string);

/* A BSTR of UTF-8, counted like the others until it is freed; NULL for an empty one. */
BSTR give_binary_string(const char *utf8);
void take_binary_string(uint16_t *string);

int64_t time_stamp(void);

/* Machines that a test opens: the current one is the last. */
EXPORT Machine *vss_test_machine_open(const char *test);

/*
 * Describes a machine. VSS_TEST_VOLUMES: directories with their separator at the end, parted by | ; VSS_TEST_UNSUPPORTED:
 * the same, of which no copies can be made; VSS_TEST_STORE: where copies lie; VSS_TEST_DURATIONS: METHOD=MILLISECONDS,...; VSS_TEST_FAULTS: METHOD=CODE (the call returns it),
 * METHOD=fails:CODE (its operation fails), METHOD=hangs, METHOD=refuses:CODE (Cancel returns it),..., each with @CALLS behind
 * it if not every call has it: a number whose lowest bit is the first call, and whose highest, the 64th, all from there on;
 * VSS_TEST_HELD: METHOD (its calls do not return, and do nothing, until this is set to another or to nothing);
 * VSS_TEST_OPERATIONS_HELD: QueryStatus or Cancel (the same of all its operations);
 * VSS_TEST_CLOCK: manual; VSS_TEST_WRITER and VSS_TEST_INTERFACES: see vss_writers.h. Returns whether it is understood.
 */
EXPORT int32_t vss_test_machine_set(Machine *machine, const char *name, const char *value);

/* Advances a manual clock. */
EXPORT void vss_test_machine_advance(Machine *machine, int32_t milliseconds);

/* How many IVssBackupComponents, and how many operations, have references; how many strings were given and not freed. */
EXPORT int32_t vss_test_machine_backups(Machine *machine);
EXPORT int32_t vss_test_machine_operations(Machine *machine);
EXPORT int32_t vss_test_strings(void);

/* How many objects by which a session reads what writers have, and VSS_COMPONENTINFO structures, it has not given back. */
EXPORT int32_t vss_test_machine_lent(Machine *machine);

/* How many calls are held, of sessions and of their operations. */
EXPORT int32_t vss_test_machine_held(Machine *machine);

/*
 * The component of which a writer took note when a backup was complete, with a number counted from 0: the writer's name, the
 * component's path and name, and the type of the backup, parted by tabs; returns whether there is one.
 */
EXPORT int32_t vss_test_machine_history(Machine *machine, int32_t number, char *text, int32_t size);

/* Whether a snapshot set is being made. */
EXPORT int32_t vss_test_machine_creating(Machine *machine);

/* The call with a number, counted from 0 since the machine was opened; returns whether there is one. */
EXPORT int32_t vss_test_machine_call(int32_t number, char *text, int32_t size, hresult *result);

#endif
