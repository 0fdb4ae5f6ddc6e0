/*
 * Objects whose every method writes down which slot it is and what bytes its arguments had, and returns 0x1000 + slot.
 * Driven with distinct values, they show that a caller's idea of a vtable and of the calling convention is this compiler's.
 */
#include "vss_platform.h"

#include <string.h>

#include "vss_abi.h"
#include "vss_slots.h"

#define RESULT 0x1000
#define MAX_BYTES 256

/* The last call. One thread at a time uses the recorder. */
static struct {
    int32_t slot;
    int32_t length;
    const void *self;
    uint8_t bytes[MAX_BYTES];
} last;

static void begin(const void *self, int32_t slot) {
    memset(&last, 0, sizeof last);
    last.self = self;
    last.slot = slot;
}

static void put(const void *argument, size_t size) {
    memcpy(last.bytes + last.length, argument, size);
    last.length += (int32_t)size;
}

typedef void *type_p;
typedef int32_t type_i;
typedef int32_t type_e;
typedef boolean type_b;
typedef BOOL type_B;
typedef GUID type_G;
typedef FILETIME type_F;

/* One function for each slot, by the number of its arguments. */
#define NAME(interface, method) record_##interface##_##method
#define PUT(argument) put(&argument, sizeof argument);
#define SLOT0(i, s, m) \
    static int32_t NAME(i, m)(void *self) { begin(self, s); return RESULT + s; }
#define SLOT1(i, s, m, a) \
    static int32_t NAME(i, m)(void *self, type_##a v1) { begin(self, s); PUT(v1) return RESULT + s; }
#define SLOT2(i, s, m, a, b) \
    static int32_t NAME(i, m)(void *self, type_##a v1, type_##b v2) \
    { begin(self, s); PUT(v1) PUT(v2) return RESULT + s; }
#define SLOT3(i, s, m, a, b, c) \
    static int32_t NAME(i, m)(void *self, type_##a v1, type_##b v2, type_##c v3) \
    { begin(self, s); PUT(v1) PUT(v2) PUT(v3) return RESULT + s; }
#define SLOT4(i, s, m, a, b, c, d) \
    static int32_t NAME(i, m)(void *self, type_##a v1, type_##b v2, type_##c v3, type_##d v4) \
    { begin(self, s); PUT(v1) PUT(v2) PUT(v3) PUT(v4) return RESULT + s; }
#define SLOT5(i, s, m, a, b, c, d, e) \
    static int32_t NAME(i, m)(void *self, type_##a v1, type_##b v2, type_##c v3, type_##d v4, type_##e v5) \
    { begin(self, s); PUT(v1) PUT(v2) PUT(v3) PUT(v4) PUT(v5) return RESULT + s; }
#define SLOT6(i, s, m, a, b, c, d, e, f) \
    static int32_t NAME(i, m)( \
            void *self, type_##a v1, type_##b v2, type_##c v3, type_##d v4, type_##e v5, type_##f v6) \
    { begin(self, s); PUT(v1) PUT(v2) PUT(v3) PUT(v4) PUT(v5) PUT(v6) return RESULT + s; }
#define SLOT7(i, s, m, a, b, c, d, e, f, g) \
    static int32_t NAME(i, m)( \
            void *self, type_##a v1, type_##b v2, type_##c v3, type_##d v4, type_##e v5, type_##f v6, type_##g v7) \
    { begin(self, s); PUT(v1) PUT(v2) PUT(v3) PUT(v4) PUT(v5) PUT(v6) PUT(v7) return RESULT + s; }
#define SLOT8(i, s, m, a, b, c, d, e, f, g, h) \
    static int32_t NAME(i, m)( \
            void *self, type_##a v1, type_##b v2, type_##c v3, type_##d v4, type_##e v5, type_##f v6, type_##g v7, \
            type_##h v8) \
    { begin(self, s); PUT(v1) PUT(v2) PUT(v3) PUT(v4) PUT(v5) PUT(v6) PUT(v7) PUT(v8) return RESULT + s; }
#define DEFINE(i, s, m, count, ...) DEFINE_(i, s, m, count __VA_OPT__(, ) __VA_ARGS__)
#define DEFINE_(i, s, m, count, ...) SLOT##count(i, s, m __VA_OPT__(, ) __VA_ARGS__)

IUnknown_OWN_SLOTS(DEFINE)
IVssAsync_OWN_SLOTS(DEFINE)
IVssEnumObject_OWN_SLOTS(DEFINE)
IVssBackupComponents_OWN_SLOTS(DEFINE)
IVssBackupComponentsEx_OWN_SLOTS(DEFINE)
IVssBackupComponentsEx2_OWN_SLOTS(DEFINE)
IVssBackupComponentsEx3_OWN_SLOTS(DEFINE)
IVssBackupComponentsEx4_OWN_SLOTS(DEFINE)
IVssExamineWriterMetadata_OWN_SLOTS(DEFINE)
IVssExamineWriterMetadataEx_OWN_SLOTS(DEFINE)
IVssExamineWriterMetadataEx2_OWN_SLOTS(DEFINE)
IVssWMComponent_OWN_SLOTS(DEFINE)
IVssWMFiledesc_OWN_SLOTS(DEFINE)
IVssWMDependency_OWN_SLOTS(DEFINE)
IVssComponent_OWN_SLOTS(DEFINE)
IVssComponentEx_OWN_SLOTS(DEFINE)
IVssComponentEx2_OWN_SLOTS(DEFINE)
IVssWriterComponents_SLOTS(DEFINE)

/* One object for each family: a derived interface's vtable begins with that of its base. */
typedef void (*code)(void);
#define ADDRESS(i, s, m, ...) [s] = (code)NAME(i, m),
#define OBJECT(interface, SLOTS) \
    static const code interface##_table[] = {SLOTS(ADDRESS)}; \
    static const code *interface##_object[] = {interface##_table};
OBJECT(async, IVssAsync_SLOTS)
OBJECT(enumeration, IVssEnumObject_SLOTS)
OBJECT(backup, IVssBackupComponentsEx4_SLOTS)
OBJECT(examine, IVssExamineWriterMetadataEx2_SLOTS)
OBJECT(wm_component, IVssWMComponent_SLOTS)
OBJECT(wm_filedesc, IVssWMFiledesc_SLOTS)
OBJECT(wm_dependency, IVssWMDependency_SLOTS)
OBJECT(component, IVssComponentEx2_SLOTS)

/* Two vtables in one object. */
static const code writer_components_table[] = {IVssWriterComponents_SLOTS(ADDRESS)};
static const code writer_components_unknown_table[] = {IUnknown_SLOTS(ADDRESS)};
static const code *writer_components_object[] = {writer_components_table, writer_components_unknown_table};

/* The object of a family, by the last interface of that family; NULL for another name. */
EXPORT const void *vss_test_recorder(const char *name) {
    static const struct {
        const char *name;
        const void *object;
    } objects[] = {
        {"IVssAsync", async_object},
        {"IVssEnumObject", enumeration_object},
        {"IVssBackupComponentsEx4", backup_object},
        {"IVssExamineWriterMetadataEx2", examine_object},
        {"IVssWMComponent", wm_component_object},
        {"IVssWMFiledesc", wm_filedesc_object},
        {"IVssWMDependency", wm_dependency_object},
        {"IVssComponentEx2", component_object},
        {"IVssWriterComponentsExt", writer_components_object},
    };
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        if (strcmp(objects[i].name, name) == 0) {
            return objects[i].object;
        }
    }
    return NULL;
}

/* The last call: its slot, its "this", and its arguments one behind the other. */
EXPORT int32_t vss_test_recorded_slot(void) {
    return last.slot;
}

EXPORT const void *vss_test_recorded_self(void) {
    return last.self;
}

EXPORT int32_t vss_test_recorded_length(void) {
    return last.length;
}

EXPORT const uint8_t *vss_test_recorded_bytes(void) {
    return last.bytes;
}
