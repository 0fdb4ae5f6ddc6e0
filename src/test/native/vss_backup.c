/*
 * An IVssBackupComponentsEx4: its life, its state and its vtable, in which the methods that no backup session uses return
 * E_NOTIMPL.
 *
 * The memory of an object serves no other thing, ever: whoever calls an object that is gone is told so.
 */
#include "vss_backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vss_slots.h"
#include "vss_writers.h"


Lock service = LOCK_INITIALIZER;

/* An id that is unlike all others of this process, and most likely of others. With the lock held. */
VSS_ID new_id(void) {
    static uint64_t state;
    if (state == 0) {
        state = (uint64_t)time_stamp() ^ (uint64_t)(uintptr_t)&state << 20;
    }
    uint64_t words[2];
    for (int i = 0; i < 2; i++) {
        uint64_t mixed = state += UINT64_C(0x9E3779B97F4A7C15);
        mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
        mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
        words[i] = mixed ^ mixed >> 31;
    }
    VSS_ID id;
    memcpy(&id, words, sizeof id);
    return id;
}

/* ---- the state */

static NameUnit *hold_name(const Machine *machine) {
    NameUnit *file = name_of_text("SetInProgress");
    NameUnit *name = file == NULL ? NULL : join_name(machine->store, file);
    free(file);
    return name;
}

hresult become_creator(Backup *self) {
    Machine *machine = self->machine;
    if (machine->creator != NULL) {
        /* Its set may be made by now. */
        look(machine->creator);
    }
    if (machine->creator != NULL) {
        return VSS_SET_IN_PROGRESS;
    }
    NameUnit *name = hold_name(machine);
    hresult result = name == NULL ? HR_OUTOFMEMORY : hold_file(name, &machine->hold);
    if (result == HR_OK) {
        machine->creator = self;
    }
    free(name);
    return result;
}

void resign(Backup *self) {
    Machine *machine = self->machine;
    NameUnit *name = machine->creator == self ? hold_name(machine) : NULL;
    if (name != NULL) {
        let_go_of_file(name, machine->hold);
        machine->creator = NULL;
        free(name);
    }
}

/* What a finished operation of a method means. */
static void finished(Backup *self, SessionMethod method) {
    writers_finished(self, method);
    switch (method) {
        case GATHER_WRITER_METADATA: self->metadata_there = true; break;
        case GATHER_WRITER_STATUS: self->status_there = true; break;
        case PREPARE_FOR_BACKUP: self->station = SET_PREPARED; break;
        case BACKUP_COMPLETE: self->station = COMPLETED; break;
        case DO_SNAPSHOT_SET:
            self->station = SET_DONE;
            self->copies_made = true;
            resign(self);
            break;
        default: break;
    }
}

void look(Backup *self) {
    if (!self->operation_open) {
        return;
    }
    hresult status = operation_status(self->operation);
    if (status == ASYNC_PENDING) {
        return;
    }
    self->operation_open = false;
    if (status == ASYNC_FINISHED) {
        finished(self, self->operation_method);
    } else if (self->operation_method != GATHER_WRITER_STATUS) {
        /* How writers fare can be asked again; after any other failure the object is of no use, but for asking them. */
        self->station = ENDED;
        self->set_failed = self->operation_method == PREPARE_FOR_BACKUP || self->operation_method == DO_SNAPSHOT_SET;
        if (self->set_failed && status != ASYNC_CANCELLED) {
            writers_of_failed_set(self, self->operation_method);
        }
    }
}

bool is_quiet(const Backup *self) {
    return self->station >= INITIALIZED && self->station < ENDED && !self->operation_open;
}

bool writers_answer(const Backup *self) {
    return self->metadata_there && (is_quiet(self) || (self->set_failed && !self->operation_open));
}

/* ---- calls in and out */

static void violation_of(Backup *self, const char *method, const char *what) {
    char text[512];
    snprintf(text, sizeof text, "%s %s: IVssBackupComponents of %s", method, what, self->machine->operations->test);
    report_violation(text);
}

static Lock holding = LOCK_INITIALIZER;

void hold_call(Machine *machine, SessionMethod method) {
    if (atomic_load(&machine->held) != (int)method) {
        return;
    }
    atomic_fetch_add(&machine->held_calls, 1);
    lock_enter(&holding);
    while (atomic_load(&machine->held) == (int)method) {
        signal_wait(&machine->let_go, &holding, NANOS_PER_SECOND);
    }
    lock_leave(&holding);
    atomic_fetch_sub(&machine->held_calls, 1);
}

void let_go_of_calls(Machine *machine) {
    lock_enter(&holding);
    signal_all(&machine->let_go);
    lock_leave(&holding);
}

int32_t vss_test_machine_held(Machine *machine) {
    return atomic_load(&machine->held_calls) + atomic_load(&machine->operations->held_calls);
}

bool enter_named(Backup *self, const char *method) {
    atomic_fetch_add(&self->inside, 1);
    if (atomic_load(&self->references) <= 0) {
        violation_of(self, method, "on an object whose last reference is gone");
        atomic_fetch_sub(&self->inside, 1);
        return false;
    }
    if (in_single_threaded_apartment()) {
        violation_of(self, method, "in a single-threaded apartment");
    }
    lock_enter(&service);
    return true;
}

hresult leave_named(Backup *self, const char *method, hresult result) {
    lock_leave(&service);
    atomic_fetch_sub(&self->inside, 1);
    return note_call(method, result);
}

bool enter(Backup *self, SessionMethod method, bool given, hresult *result) {
    atomic_fetch_add(&self->inside, 1);
    hold_call(self->machine, method);
    atomic_fetch_sub(&self->inside, 1);
    if (!enter_named(self, SESSION_METHOD_NAMES[method])) {
        *result = HR_UNEXPECTED;
        return false;
    }
    if (!given) {
        *result = leave(self, method, HR_INVALIDARG);
        return false;
    }
    self->trouble = next_trouble(self->machine, method);
    if (self->trouble.kind == CALL_RETURNS) {
        *result = leave(self, method, self->trouble.code);
        return false;
    }
    look(self);
    return true;
}

hresult leave(Backup *self, SessionMethod method, hresult result) {
    return leave_named(self, SESSION_METHOD_NAMES[method], result);
}

/* ---- IUnknown */

static hresult query_interface(Backup *self, const GUID *id, void **out) {
    static const GUID ANSWERED[] = {
        {0x00000000, 0x0000, 0x0000, {0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}},
        {0x665c1d5f, 0xc218, 0x414d, {0xa0, 0x5d, 0x7f, 0xef, 0x5f, 0x9d, 0x5c, 0x86}},
        {0x963f03ad, 0x9e4c, 0x4a34, {0xac, 0x15, 0xe4, 0xb6, 0x17, 0x4e, 0x50, 0x36}},
        {0xacfe2b3a, 0x22c9, 0x4ef8, {0xbd, 0x03, 0x2f, 0x9c, 0xa2, 0x30, 0x08, 0x4e}},
        {0xc191bfbc, 0xb602, 0x4675, {0x8b, 0xd1, 0x67, 0xd6, 0x42, 0xf5, 0x29, 0xd5}},
        {0xf434c2fd, 0xb553, 0x4961, {0xa9, 0xf9, 0xa8, 0xe9, 0x0b, 0x67, 0x3e, 0x53}},
    };
    if (!enter_named(self, "QueryInterface")) {
        return HR_UNEXPECTED;
    }
    if (id == NULL || out == NULL) {
        return leave_named(self, "QueryInterface", HR_POINTER);
    }
    *out = NULL;
    for (size_t i = 0; i < sizeof ANSWERED / sizeof *ANSWERED; i++) {
        if (same_id(id, &ANSWERED[i]) && (i < 2 || !self->machine->first_interfaces_only)) {
            atomic_fetch_add(&self->references, 1);
            *out = self;
        }
    }
    return leave_named(self, "QueryInterface", *out == NULL ? HR_NOINTERFACE : HR_OK);
}

static uint32_t add_ref(Backup *self) {
    if (!enter_named(self, "AddRef")) {
        return 0;
    }
    uint32_t count = (uint32_t)atomic_fetch_add(&self->references, 1) + 1;
    leave_named(self, "AddRef", HR_OK);
    return count;
}

static void delete_copies(Backup *self) {
    for (int32_t i = 0; i < self->copy_count; i++) {
        if (self->copies[i].device != NULL) {
            delete_tree(self->copies[i].device);
            forget_record(self->copies[i].device);
            free(self->copies[i].device);
            self->copies[i].device = NULL;
        }
    }
}

void give_up(Backup *self) {
    if (self->operation != NULL) {
        stop_operation(self->operation);
    }
    resign(self);
}

/* BackupShutdown: what runs is stopped, and the copies go. */
static void shut_down(Backup *self) {
    lock_enter(&service);
    Operation *last = self->operation;
    give_up(self);
    look(self);
    writers_of_gone(self);
    for (Backup **link = &self->machine->newest; *link != NULL; link = &(*link)->next) {
        if (*link == self) {
            *link = self->next;
            break;
        }
    }
    self->operation = NULL;
    self->operation_open = false;
    lock_leave(&service);
    if (last != NULL) {
        end_operation(last);
    }
    if (!is_persistent(self) || !self->copies_made) {
        delete_copies(self);
    }
    atomic_fetch_sub(&self->machine->live, 1);
}

static uint32_t release(Backup *self) {
    int before = take_reference(&self->references);
    if (before <= 0) {
        violation_of(self, "Release", "on an object whose last reference is gone");
        return 0;
    }
    if (before == 1) {
        if (in_single_threaded_apartment()) {
            violation_of(self, "Release", "in a single-threaded apartment");
        }
        if (atomic_load(&self->inside) != 0) {
            violation_of(self, "Release", "of the last reference while a call is inside");
        }
        shut_down(self);
    }
    note_call("Release", HR_OK);
    return (uint32_t)before - 1;
}

/* ---- operations */

static hresult no_work(Backup *self, Operation *operation) {
    (void)self;
    (void)operation;
    return HR_OK;
}

/* A folder of the store under the first number after the last one that is free, in this process and others. */
static NameUnit *new_device(const NameUnit *store, int32_t *last) {
    while (*last < INT32_MAX) {
        NameUnit *device = device_name(store, ++*last);
        if (device == NULL || make_directory(device)) {
            return device;
        }
        bool taken = is_directory(device);
        free(device);
        if (!taken) {
            return NULL;
        }
    }
    return NULL;
}

static hresult freeze(Backup *self, Operation *operation) {
    int32_t number = 0;
    for (int32_t i = 0; i < self->copy_count; i++) {
        Copy *copy = &self->copies[i];
        copy->device = new_device(self->machine->store, &number);
        hresult result = copy->device == NULL ? VSS_UNEXPECTED_PROVIDER_ERROR
                                              : copy_tree(copy->volume, copy->device, operation);
        if (result != HR_OK) {
            return result;
        }
    }
    leave_out_of_copies(self);
    self->made_at = time_stamp();
    self->set_size = self->copy_count;
    return is_persistent(self) ? record_copies(self) : HR_OK;
}

static hresult thaw(Backup *self, Operation *operation) {
    (void)operation;
    delete_copies(self);
    return HR_OK;
}

hresult begin(Backup *self, SessionMethod method, bool allowed, void **out) {
    if (!allowed) {
        return leave(self, method, VSS_BAD_STATE);
    }
    Operation *last = self->operation;
    if (last != NULL) {
        /* It is over, so its thread is about to end, and needs no lock for it but its own. */
        end_operation(last);
    }
    bool copying = method == DO_SNAPSHOT_SET;
    self->operation = begin_operation(self, self->machine, method, self->trouble, copying ? freeze : no_work,
                                      copying ? thaw : no_work);
    if (self->operation == NULL) {
        return leave(self, method, HR_OUTOFMEMORY);
    }
    self->operation_method = method;
    self->operation_open = true;
    self->metadata_asked |= method == GATHER_WRITER_METADATA;
    *out = operation_pointer(self->operation);
    return leave(self, method, HR_OK);
}

/* ---- the object */

#define NOT_IMPLEMENTED(interface, slot, method, ...)                                               \
    static hresult no_##interface##_##method(Backup *self) {                                        \
        return enter_named(self, #method) ? leave_named(self, #method, HR_NOTIMPL) : HR_UNEXPECTED; \
    }
/*
 * They take `this` alone: in the 64-bit calling conventions of Windows and of Unix the caller cleans up, so arguments that
 * nobody looks at do no harm.
 */
IVssBackupComponents_OWN_SLOTS(NOT_IMPLEMENTED)
IVssBackupComponentsEx_OWN_SLOTS(NOT_IMPLEMENTED)
IVssBackupComponentsEx2_OWN_SLOTS(NOT_IMPLEMENTED)
IVssBackupComponentsEx3_OWN_SLOTS(NOT_IMPLEMENTED)
IVssBackupComponentsEx4_OWN_SLOTS(NOT_IMPLEMENTED)

#define NOTHING(interface, slot, method, ...) [slot] = (Code)no_##interface##_##method,
static Code vtable[] = {
    [0] = (Code)query_interface, [1] = (Code)add_ref, [2] = (Code)release,
    IVssBackupComponents_OWN_SLOTS(NOTHING)
    IVssBackupComponentsEx_OWN_SLOTS(NOTHING)
    IVssBackupComponentsEx2_OWN_SLOTS(NOTHING)
    IVssBackupComponentsEx3_OWN_SLOTS(NOTHING)
    IVssBackupComponentsEx4_OWN_SLOTS(NOTHING)
};

_Static_assert(sizeof vtable == 65 * sizeof(Code), "IVssBackupComponentsEx4 has 65 slots");
_Static_assert(offsetof(Backup, vtable) == 0, "an interface pointer points at the address of the vtable");

/* Before there is the first object, since calls read it. With the lock of the service held. */
static void fill_vtable(void) {
    static bool filled;
    if (!filled) {
        put_session_methods(vtable);
        put_inventory_methods(vtable);
        put_writer_methods(vtable);
        filled = true;
    }
}

static hresult create(Machine *machine, void **out) {
    Backup *self = calloc(1, sizeof *self);
    if (self == NULL) {
        return HR_OUTOFMEMORY;
    }
    self->writers = calloc(1, sizeof *self->writers);
    if (self->writers == NULL) {
        free(self);
        return HR_OUTOFMEMORY;
    }
    self->vtable = vtable;
    self->machine = machine;
    atomic_store(&self->references, 1);
    atomic_fetch_add(&machine->live, 1);
    lock_enter(&service);
    fill_vtable();
    self->next = machine->newest;
    machine->newest = self;
    lock_leave(&service);
    *out = self;
    return HR_OK;
}

hresult create_backup(void **out) {
    const char *method = SESSION_METHOD_NAMES[CREATE_VSS_BACKUP_COMPONENTS];
    Machine *machine = current_machine();
    if (machine == NULL) {
        return HR_OUTOFMEMORY;
    }
    if (out == NULL) {
        return note_call(method, HR_INVALIDARG);
    }
    if (in_single_threaded_apartment()) {
        report_violation("CreateVssBackupComponents in a single-threaded apartment");
    }
    hold_call(machine, CREATE_VSS_BACKUP_COMPONENTS);
    Trouble trouble = next_trouble(machine, CREATE_VSS_BACKUP_COMPONENTS);
    return note_call(method, trouble.kind == CALL_RETURNS ? trouble.code : create(machine, out));
}

void vss_test_machine_advance(Machine *machine, int32_t milliseconds) {
    lock_enter(&service);
    atomic_fetch_add(&machine->clock, milliseconds * NANOS_PER_MILLI);
    for (Backup *backup = machine->newest; backup != NULL; backup = backup->next) {
        if (backup->operation != NULL) {
            wake_operation(backup->operation);
        }
    }
    lock_leave(&service);
}

int32_t vss_test_machine_creating(Machine *machine) {
    lock_enter(&service);
    if (machine->creator != NULL) {
        look(machine->creator);
    }
    bool creating = machine->creator != NULL;
    lock_leave(&service);
    return creating;
}
