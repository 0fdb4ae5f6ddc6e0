/* Names of files: as the system takes them, as text, and as they cross the interface. */
#include "vss_backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_int strings;

int32_t vss_test_strings(void) {
    return atomic_load(&strings);
}

#ifdef _WIN32

static void *allocate_shared(size_t size) { return CoTaskMemAlloc(size); }
static void free_shared(void *memory) { CoTaskMemFree(memory); }

static size_t name_length(const NameUnit *name) {
    return wcslen(name);
}

NameUnit *name_of_text(const char *utf8) {
    int length = MultiByteToWideChar(CP_UTF8, 0, utf8, -1, NULL, 0);
    NameUnit *name = malloc((size_t)length * sizeof *name);
    if (name != NULL) {
        MultiByteToWideChar(CP_UTF8, 0, utf8, -1, name, length);
    }
    return name;
}

char *text_of_name(const NameUnit *name) {
    int length = WideCharToMultiByte(CP_UTF8, 0, name, -1, NULL, 0, NULL, NULL);
    char *text = malloc((size_t)length);
    if (text != NULL) {
        WideCharToMultiByte(CP_UTF8, 0, name, -1, text, length, NULL, NULL);
    }
    return text;
}

NameUnit *name_of_wide(const uint16_t *wide) {
    return copy_name((const NameUnit *)wide);
}

static size_t wide_length(const NameUnit *name) {
    return wcslen(name);
}

static void put_wide(const NameUnit *name, uint16_t *wide) {
    memcpy(wide, name, wcslen(name) * sizeof *wide);
}

bool same_name(const NameUnit *a, const NameUnit *b) {
    return CompareStringOrdinal(a, -1, b, -1, TRUE) == CSTR_EQUAL;
}

bool begins_with(const NameUnit *name, const NameUnit *beginning) {
    int length = (int)wcslen(beginning);
    return (int)wcslen(name) >= length
           && CompareStringOrdinal(name, length, beginning, length, TRUE) == CSTR_EQUAL;
}

bool is_share(const NameUnit *name) {
    return wcsncmp(name, L"\\\\", 2) == 0 && wcsncmp(name, L"\\\\?\\", 4) != 0;
}

NameUnit *device_name(const NameUnit *store, int32_t number) {
    NameUnit name[64];
    _snwprintf(name, 64, L"HarddiskVolumeShadowCopy%d", number);
    return join_name(store, name);
}

int32_t device_number(const NameUnit *name) {
    int number = 0;
    return swscanf(name, L"HarddiskVolumeShadowCopy%d", &number) == 1 ? number : 0;
}

#else

static void *allocate_shared(size_t size) { return malloc(size); }
static void free_shared(void *memory) { free(memory); }

static size_t name_length(const NameUnit *name) {
    return strlen(name);
}

NameUnit *name_of_text(const char *utf8) {
    return copy_name(utf8);
}

char *text_of_name(const NameUnit *name) {
    return copy_name(name);
}

static bool is_high(uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
static bool is_low(uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

NameUnit *name_of_wide(const uint16_t *wide) {
    size_t length = 0;
    while (wide[length] != 0) {
        length++;
    }
    char *name = malloc(3 * length + 1);
    if (name == NULL) {
        return NULL;
    }
    char *to = name;
    for (const uint16_t *from = wide; *from != 0; from++) {
        uint32_t code = *from;
        if (is_high(code) && is_low(from[1])) {
            code = 0x10000 + ((code - 0xD800) << 10) + (*++from - 0xDC00u);
        }
        int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        static const uint8_t LEADS[] = {0, 0xC0, 0xE0, 0xF0};
        *to++ = (char)(LEADS[more] | code >> 6 * more);
        while (more-- > 0) {
            *to++ = (char)(0x80 | (code >> 6 * more & 0x3F));
        }
    }
    *to = 0;
    return name;
}

/* The next character of UTF-8, which is taken to be valid. */
static uint32_t next_code(const uint8_t **text) {
    uint32_t first = *(*text)++;
    int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    static const uint8_t MASKS[] = {0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code = first & MASKS[more];
    while (more-- > 0 && **text != 0) {
        code = code << 6 | (*(*text)++ & 0x3F);
    }
    return code;
}

static size_t wide_length(const NameUnit *name) {
    size_t length = 0;
    for (const uint8_t *text = (const uint8_t *)name; *text != 0;) {
        length += next_code(&text) < 0x10000 ? 1 : 2;
    }
    return length;
}

static void put_wide(const NameUnit *name, uint16_t *wide) {
    for (const uint8_t *text = (const uint8_t *)name; *text != 0;) {
        uint32_t code = next_code(&text);
        if (code < 0x10000) {
            *wide++ = (uint16_t)code;
        } else {
            *wide++ = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
            *wide++ = (uint16_t)(0xDC00 + (code & 0x3FF));
        }
    }
}

bool same_name(const NameUnit *a, const NameUnit *b) {
    return strcmp(a, b) == 0;
}

bool begins_with(const NameUnit *name, const NameUnit *beginning) {
    return strncmp(name, beginning, strlen(beginning)) == 0;
}

bool is_share(const NameUnit *name) {
    (void)name;
    return false;
}

NameUnit *device_name(const NameUnit *store, int32_t number) {
    char name[64];
    snprintf(name, sizeof name, "HarddiskVolumeShadowCopy%d", number);
    return join_name(store, name);
}

int32_t device_number(const NameUnit *name) {
    int number = 0;
    return sscanf(name, "HarddiskVolumeShadowCopy%d", &number) == 1 ? number : 0;
}

#endif

NameUnit *copy_name(const NameUnit *name) {
    size_t size = (name_length(name) + 1) * sizeof *name;
    NameUnit *copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, name, size);
}

bool ends_with_separator(const NameUnit *name) {
    size_t length = name_length(name);
    return length > 0 && name[length - 1] == SEPARATOR;
}

NameUnit *join_name(const NameUnit *folder, const NameUnit *name) {
    size_t first = name_length(folder), second = name_length(name);
    NameUnit *joined = malloc((first + second + 2) * sizeof *joined);
    if (joined == NULL) {
        return NULL;
    }
    memcpy(joined, folder, first * sizeof *joined);
    if (!ends_with_separator(folder)) {
        joined[first++] = SEPARATOR;
    }
    memcpy(joined + first, name, (second + 1) * sizeof *joined);
    return joined;
}

uint16_t *give_string(const NameUnit *name) {
    size_t length = wide_length(name);
    uint16_t *string = allocate_shared((length + 1) * sizeof *string);
    if (string != NULL) {
        put_wide(name, string);
        string[length] = 0;
        atomic_fetch_add(&strings, 1);
    }
    return string;
}

void take_string(uint16_t **string) {
    if (*string != NULL) {
        free_shared(*string);
        *string = NULL;
        atomic_fetch_sub(&strings, 1);
    }
}

size_t name_size(const NameUnit *name) {
    return (name_length(name) + 1) * sizeof *name;
}

NameUnit *append_text(const NameUnit *name, const char *text) {
    NameUnit *end = name_of_text(text);
    NameUnit *joined = end == NULL ? NULL : malloc(name_size(name) + name_size(end));
    if (joined != NULL) {
        memcpy(joined, name, name_size(name));
        memcpy(joined + name_length(name), end, name_size(end));
    }
    free(end);
    return joined;
}

FILE *open_file(const NameUnit *name, const char *mode) {
#ifdef _WIN32
    return _wfopen(name, *mode == 'r' ? L"rb" : L"wb");
#else
    return fopen(name, mode);
#endif
}

void remove_file(const NameUnit *name) {
#ifdef _WIN32
    _wremove(name);
#else
    remove(name);
#endif
}

uint16_t *give_task_string(const NameUnit *name) {
    uint16_t *string = give_string(name);
#ifdef _WIN32
    /* ole32.dll frees it, and does not count. */
    if (string != NULL) {
        atomic_fetch_sub(&strings, 1);
    }
#endif
    return string;
}

void take_task_string(void *string) {
    uint16_t *taken = string;
    take_string(&taken);
}

/* The length in bytes stands in the four bytes before the first character. */
BSTR give_binary_string(const char *utf8) {
    NameUnit *name = *utf8 == 0 ? NULL : name_of_text(utf8);
    if (name == NULL) {
        return NULL;
    }
    uint32_t size = (uint32_t)(wide_length(name) * sizeof(uint16_t));
    char *memory = allocate_shared(sizeof size + size + sizeof(uint16_t));
    if (memory != NULL) {
        memcpy(memory, &size, sizeof size);
        put_wide(name, (uint16_t *)(void *)(memory + sizeof size));
        memset(memory + sizeof size + size, 0, sizeof(uint16_t));
        atomic_fetch_add(&strings, 1);
    }
    free(name);
    return memory == NULL ? NULL : (BSTR)(void *)(memory + sizeof size);
}

void take_binary_string(uint16_t *string) {
    if (string != NULL) {
        free_shared((char *)string - sizeof(uint32_t));
        atomic_fetch_sub(&strings, 1);
    }
}
