/* Copies of directories, on Windows. */
#ifdef _WIN32

#include "vss_backup.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE 65536

bool is_directory(const NameUnit *name) {
    DWORD attributes = GetFileAttributesW(name);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

bool is_directory_itself(const NameUnit *name) {
    DWORD attributes = GetFileAttributesW(name);
    DWORD kind = attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT);
    return attributes != INVALID_FILE_ATTRIBUTES && kind == FILE_ATTRIBUTE_DIRECTORY;
}

bool make_directory(const NameUnit *name) {
    return CreateDirectoryW(name, NULL);
}

hresult hold_file(const NameUnit *name, intptr_t *hold) {
    HANDLE file = CreateFileW(name, GENERIC_WRITE | DELETE, 0, NULL, OPEN_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        /* Access is denied while a file that is being deleted is still there. */
        DWORD error = GetLastError();
        return error == ERROR_SHARING_VIOLATION || error == ERROR_ACCESS_DENIED ? VSS_SET_IN_PROGRESS
                                                                                : VSS_UNEXPECTED_PROVIDER_ERROR;
    }
    *hold = (intptr_t)file;
    return HR_OK;
}

void let_go_of_file(const NameUnit *name, intptr_t hold) {
    (void)name;
    CloseHandle((HANDLE)hold);
}

int64_t time_stamp(void) {
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    return (int64_t)now.dwHighDateTime << 32 | now.dwLowDateTime;
}

bool in_single_threaded_apartment(void) {
    APTTYPE type;
    APTTYPEQUALIFIER qualifier;
    return CoGetApartmentType(&type, &qualifier) >= 0 && (type == APTTYPE_STA || type == APTTYPE_MAINSTA);
}

static hresult failed(void) {
    DWORD error = GetLastError();
    return error == ERROR_DISK_FULL || error == ERROR_HANDLE_DISK_FULL ? VSS_INSUFFICIENT_STORAGE
                                                                       : VSS_UNEXPECTED_PROVIDER_ERROR;
}

static hresult copy_bytes(HANDLE from, HANDLE to, Operation *operation) {
    char chunk[CHUNK_SIZE];
    DWORD size, written;
    while (ReadFile(from, chunk, sizeof chunk, &size, NULL)) {
        if (size == 0) {
            return HR_OK;
        }
        if (is_over(operation)) {
            return ASYNC_CANCELLED;
        }
        if (!WriteFile(to, chunk, size, &written, NULL)) {
            return failed();
        }
    }
    return failed();
}

static hresult copy_file(const NameUnit *from, const NameUnit *to, const WIN32_FIND_DATAW *data, Operation *operation) {
    HANDLE in = CreateFileW(from, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                            OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (in == INVALID_HANDLE_VALUE) {
        return failed();
    }
    HANDLE out = CreateFileW(to, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    hresult result = out == INVALID_HANDLE_VALUE ? failed() : copy_bytes(in, out, operation);
    if (out != INVALID_HANDLE_VALUE) {
        SetFileTime(out, &data->ftCreationTime, &data->ftLastAccessTime, &data->ftLastWriteTime);
        CloseHandle(out);
    }
    CloseHandle(in);
    return result;
}

static bool is_dots(const NameUnit *name) {
    return wcscmp(name, L".") == 0 || wcscmp(name, L"..") == 0;
}

/* What a link points at is on this volume or another: neither is copied through the link. */
static hresult copy_entry(const NameUnit *from, const NameUnit *to, const WIN32_FIND_DATAW *data, Operation *operation) {
    return (data->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 ? HR_OK
           : (data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0   ? copy_tree(from, to, operation)
                                                                        : copy_file(from, to, data, operation);
}

/* The name by which every length is in reach. */
static NameUnit *long_name(const NameUnit *name) {
    return wcsncmp(name, L"\\\\", 2) == 0 ? copy_name(name) : join_name(L"\\\\?\\", name);
}

static HANDLE find_first(const NameUnit *folder, WIN32_FIND_DATAW *data) {
    NameUnit *pattern = join_name(folder, L"*");
    HANDLE found = pattern == NULL ? INVALID_HANDLE_VALUE : FindFirstFileW(pattern, data);
    free(pattern);
    return found;
}

/* Why there is no next one: all have been seen, or an error. */
static hresult end_of_listing(void) {
    return GetLastError() == ERROR_NO_MORE_FILES ? HR_OK : failed();
}

static hresult copy_long(const NameUnit *from, const NameUnit *to, Operation *operation) {
    WIN32_FIND_DATAW data;
    HANDLE found = find_first(from, &data);
    if (found == INVALID_HANDLE_VALUE) {
        return failed();
    }
    hresult result = is_directory(to) || make_directory(to) ? HR_OK : failed();
    do {
        if (result == HR_OK && is_over(operation)) {
            result = ASYNC_CANCELLED;
        } else if (result == HR_OK && !is_dots(data.cFileName)) {
            NameUnit *source = join_name(from, data.cFileName), *target = join_name(to, data.cFileName);
            result = source == NULL || target == NULL ? HR_OUTOFMEMORY : copy_entry(source, target, &data, operation);
            free(source);
            free(target);
        }
    } while (result == HR_OK && FindNextFileW(found, &data));
    result = result == HR_OK ? end_of_listing() : result;
    FindClose(found);
    return result;
}

hresult copy_tree(const NameUnit *from, const NameUnit *to, Operation *operation) {
    NameUnit *source = long_name(from), *target = long_name(to);
    hresult result = source == NULL || target == NULL ? HR_OUTOFMEMORY : copy_long(source, target, operation);
    free(source);
    free(target);
    return result;
}

static void delete_long(const NameUnit *root) {
    WIN32_FIND_DATAW data;
    HANDLE found = find_first(root, &data);
    if (found == INVALID_HANDLE_VALUE) {
        return;
    }
    do {
        NameUnit *name = is_dots(data.cFileName) ? NULL : join_name(root, data.cFileName);
        if (name != NULL) {
            if ((data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
                SetFileAttributesW(name, FILE_ATTRIBUTE_NORMAL);
                DeleteFileW(name);
            } else if ((data.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) {
                RemoveDirectoryW(name);
            } else {
                delete_long(name);
            }
            free(name);
        }
    } while (FindNextFileW(found, &data));
    FindClose(found);
    RemoveDirectoryW(root);
}

hresult see_names(const NameUnit *folder, void (*see)(const NameUnit *name, void *data), void *data) {
    WIN32_FIND_DATAW entry;
    HANDLE found = find_first(folder, &entry);
    if (found == INVALID_HANDLE_VALUE) {
        return failed();
    }
    do {
        see(entry.cFileName, data);
    } while (FindNextFileW(found, &entry));
    hresult result = end_of_listing();
    FindClose(found);
    return result;
}

void delete_tree(const NameUnit *root) {
    NameUnit *name = long_name(root);
    if (name != NULL) {
        delete_long(name);
        free(name);
    }
}

void append_line(const char *file, const char *line) {
    DWORD shared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, written;
    HANDLE handle = CreateFileA(file, FILE_APPEND_DATA, shared, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    if (handle != INVALID_HANDLE_VALUE) {
        WriteFile(handle, line, (DWORD)strlen(line), &written, NULL);
        CloseHandle(handle);
    }
}

#else
typedef int not_empty;
#endif
