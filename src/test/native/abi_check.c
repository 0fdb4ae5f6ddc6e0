/*
 * The C compiler's own view of the binary interface, held against the lists: sizes, offsets and slots. By gcc of the
 * declarations here; by mingw-w64 of those of its Windows headers. Compiling it is the test.
 */
#include <assert.h>
#include <stddef.h>

#include "vss_abi.h"
#include "vss_layouts.h"
#include "vss_slots.h"

#define CHECK_SIZE(type, size) static_assert(sizeof(type) == (size), "size of " #type);
#define CHECK_MEMBER(type, member, offset, size) \
    static_assert(offsetof(type, member) == (offset), "offset of " #type "." #member); \
    static_assert(sizeof(((type *)0)->member) == (size), "size of " #type "." #member);
VSS_LAYOUTS(CHECK_SIZE, CHECK_MEMBER)

static_assert(sizeof(HRESULT) == 4, "HRESULT has 32 bits");
static_assert(sizeof(BOOL) == 4, "BOOL has 32 bits");
static_assert(sizeof(boolean) == 1, "a C++ bool has 8 bits");
static_assert(sizeof(void *) == 8, "this is for 64-bit systems");

#ifdef _WIN32
/* The tables that the headers declare in C. */
#define VTABLE(interface) interface##Vtbl
#else
/* Tables put together from the lists: that each slot stands where its number says. */
#define VTABLE(interface) struct interface##_vtable
#define POINTER(interface, slot, method, count, ...) void *method;
#define DECLARE(interface, SLOTS) \
    VTABLE(interface) { \
        SLOTS(POINTER) \
    };
DECLARE(IVssAsync, IVssAsync_SLOTS)
DECLARE(IVssEnumObject, IVssEnumObject_SLOTS)
DECLARE(IVssBackupComponents, IVssBackupComponents_SLOTS)
DECLARE(IVssBackupComponentsEx, IVssBackupComponentsEx_SLOTS)
DECLARE(IVssBackupComponentsEx2, IVssBackupComponentsEx2_SLOTS)
DECLARE(IVssBackupComponentsEx3, IVssBackupComponentsEx3_SLOTS)
DECLARE(IVssBackupComponentsEx4, IVssBackupComponentsEx4_SLOTS)
DECLARE(IVssExamineWriterMetadata, IVssExamineWriterMetadata_SLOTS)
DECLARE(IVssExamineWriterMetadataEx, IVssExamineWriterMetadataEx_SLOTS)
DECLARE(IVssExamineWriterMetadataEx2, IVssExamineWriterMetadataEx2_SLOTS)
DECLARE(IVssWMComponent, IVssWMComponent_SLOTS)
DECLARE(IVssWMFiledesc, IVssWMFiledesc_SLOTS)
DECLARE(IVssWMDependency, IVssWMDependency_SLOTS)
DECLARE(IVssComponent, IVssComponent_SLOTS)
DECLARE(IVssComponentEx, IVssComponentEx_SLOTS)
DECLARE(IVssComponentEx2, IVssComponentEx2_SLOTS)
#endif

/* A list names the interface that adds a slot; "of" is the one whose vtable is looked at. */
#define AT(of, slot, method) \
    static_assert(offsetof(VTABLE(of), method) == (slot) * sizeof(void *), #of "::" #method " is in slot " #slot);
#define ASYNC(interface, slot, method, ...) AT(IVssAsync, slot, method)
#define ENUMERATION(interface, slot, method, ...) AT(IVssEnumObject, slot, method)
#define BACKUP(interface, slot, method, ...) AT(IVssBackupComponents, slot, method)
#define BACKUP_EX(interface, slot, method, ...) AT(IVssBackupComponentsEx, slot, method)
#define BACKUP_EX2(interface, slot, method, ...) AT(IVssBackupComponentsEx2, slot, method)
#define BACKUP_EX3(interface, slot, method, ...) AT(IVssBackupComponentsEx3, slot, method)
#define BACKUP_EX4(interface, slot, method, ...) AT(IVssBackupComponentsEx4, slot, method)
#define EXAMINE(interface, slot, method, ...) AT(IVssExamineWriterMetadata, slot, method)
#define EXAMINE_EX(interface, slot, method, ...) AT(IVssExamineWriterMetadataEx, slot, method)
#define EXAMINE_EX2(interface, slot, method, ...) AT(IVssExamineWriterMetadataEx2, slot, method)
#define WM_COMPONENT(interface, slot, method, ...) AT(IVssWMComponent, slot, method)
#define WM_FILEDESC(interface, slot, method, ...) AT(IVssWMFiledesc, slot, method)
#define WM_DEPENDENCY(interface, slot, method, ...) AT(IVssWMDependency, slot, method)
#define COMPONENT(interface, slot, method, ...) AT(IVssComponent, slot, method)
#define COMPONENT_EX(interface, slot, method, ...) AT(IVssComponentEx, slot, method)
#define COMPONENT_EX2(interface, slot, method, ...) AT(IVssComponentEx2, slot, method)
IVssAsync_SLOTS(ASYNC)
IVssEnumObject_SLOTS(ENUMERATION)
IVssBackupComponents_SLOTS(BACKUP)
IVssBackupComponentsEx_SLOTS(BACKUP_EX)
IVssBackupComponentsEx2_SLOTS(BACKUP_EX2)
IVssBackupComponentsEx3_SLOTS(BACKUP_EX3)
IVssBackupComponentsEx4_SLOTS(BACKUP_EX4)
IVssExamineWriterMetadata_SLOTS(EXAMINE)
IVssExamineWriterMetadataEx_SLOTS(EXAMINE_EX)
IVssExamineWriterMetadataEx2_SLOTS(EXAMINE_EX2)
IVssWMComponent_SLOTS(WM_COMPONENT)
IVssWMFiledesc_SLOTS(WM_FILEDESC)
IVssWMDependency_SLOTS(WM_DEPENDENCY)
IVssComponent_SLOTS(COMPONENT)
IVssComponentEx_SLOTS(COMPONENT_EX)
IVssComponentEx2_SLOTS(COMPONENT_EX2)
