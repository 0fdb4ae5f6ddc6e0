/* Copies of directories, on POSIX systems. */
#ifndef _WIN32

#include "vss_backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_SIZE 65536
#define MAX_LINK 4096

bool is_directory(const NameUnit *name) {
    struct stat status;
    return stat(name, &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_directory_itself(const NameUnit *name) {
    struct stat status;
    return lstat(name, &status) == 0 && S_ISDIR(status.st_mode);
}

bool make_directory(const NameUnit *name) {
    return mkdir(name, 0700) == 0;
}

/* Whoever lets go of the file deletes it, so what was opened may have no name any more: then it is no use to hold it. */
static bool has_name(int file, const NameUnit *name) {
    struct stat opened, named;
    return fstat(file, &opened) == 0 && stat(name, &named) == 0 && opened.st_dev == named.st_dev
           && opened.st_ino == named.st_ino;
}

hresult hold_file(const NameUnit *name, intptr_t *hold) {
    while (true) {
        int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (file < 0) {
            return VSS_UNEXPECTED_PROVIDER_ERROR;
        }
        bool locked = flock(file, LOCK_EX | LOCK_NB) == 0;
        if (locked && has_name(file, name)) {
            *hold = file;
            return HR_OK;
        }
        close(file);
        if (!locked) {
            return VSS_SET_IN_PROGRESS;
        }
    }
}

void let_go_of_file(const NameUnit *name, intptr_t hold) {
    unlink(name);
    close((int)hold);
}

int64_t time_stamp(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    /* Ticks of 100 ns since 1601. */
    return (now.tv_sec + INT64_C(11644473600)) * 10000000 + now.tv_nsec / 100;
}

bool in_single_threaded_apartment(void) {
    return false;
}

static hresult failed(void) {
    return errno == ENOSPC ? VSS_INSUFFICIENT_STORAGE : VSS_UNEXPECTED_PROVIDER_ERROR;
}

static hresult copy_bytes(int from, int to, Operation *operation) {
    char chunk[CHUNK_SIZE];
    ssize_t size;
    while ((size = read(from, chunk, sizeof chunk)) > 0) {
        if (is_over(operation)) {
            return ASYNC_CANCELLED;
        }
        for (ssize_t done = 0; done < size;) {
            ssize_t written = write(to, chunk + done, (size_t)(size - done));
            if (written < 0) {
                return failed();
            }
            done += written;
        }
    }
    return size < 0 ? failed() : HR_OK;
}

static hresult copy_file(const char *from, const char *to, const struct stat *status, Operation *operation) {
    int in = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (in < 0) {
        return failed();
    }
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status->st_mode & 0777);
    hresult result = out < 0 ? failed() : copy_bytes(in, out, operation);
    if (out >= 0) {
        struct timespec times[] = {status->st_atim, status->st_mtim};
        futimens(out, times);
        close(out);
    }
    close(in);
    return result;
}

static hresult copy_link(const char *from, const char *to) {
    char target[MAX_LINK];
    ssize_t length = readlink(from, target, sizeof target - 1);
    if (length < 0) {
        return failed();
    }
    target[length] = 0;
    return symlink(target, to) == 0 ? HR_OK : failed();
}

static hresult copy_entry(const char *from, const char *to, Operation *operation) {
    struct stat status;
    if (lstat(from, &status) != 0) {
        return failed();
    }
    return S_ISDIR(status.st_mode)   ? copy_tree(from, to, operation)
           : S_ISREG(status.st_mode) ? copy_file(from, to, &status, operation)
           : S_ISLNK(status.st_mode) ? copy_link(from, to)
                                     : HR_OK;
}

static bool is_dots(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The next entry; NULL after the last one. */
static hresult next_entry(DIR *folder, struct dirent **entry) {
    errno = 0;
    *entry = readdir(folder);
    return *entry == NULL && errno != 0 ? failed() : HR_OK;
}

hresult copy_tree(const NameUnit *from, const NameUnit *to, Operation *operation) {
    DIR *folder = opendir(from);
    if (folder == NULL) {
        return failed();
    }
    hresult result = is_directory(to) || mkdir(to, 0700) == 0 ? HR_OK : failed();
    struct dirent *entry;
    while (result == HR_OK && (result = next_entry(folder, &entry)) == HR_OK && entry != NULL) {
        if (is_over(operation)) {
            result = ASYNC_CANCELLED;
        } else if (!is_dots(entry->d_name)) {
            char *source = join_name(from, entry->d_name), *target = join_name(to, entry->d_name);
            result = source == NULL || target == NULL ? HR_OUTOFMEMORY : copy_entry(source, target, operation);
            free(source);
            free(target);
        }
    }
    closedir(folder);
    return result;
}

hresult see_names(const NameUnit *folder, void (*see)(const NameUnit *name, void *data), void *data) {
    DIR *opened = opendir(folder);
    if (opened == NULL) {
        return failed();
    }
    struct dirent *entry;
    hresult result;
    while ((result = next_entry(opened, &entry)) == HR_OK && entry != NULL) {
        see(entry->d_name, data);
    }
    closedir(opened);
    return result;
}

void delete_tree(const NameUnit *root) {
    DIR *folder = opendir(root);
    if (folder == NULL) {
        unlink(root);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        char *name = is_dots(entry->d_name) ? NULL : join_name(root, entry->d_name);
        if (name != NULL) {
            struct stat status;
            if (lstat(name, &status) == 0 && S_ISDIR(status.st_mode)) {
                delete_tree(name);
            } else {
                unlink(name);
            }
            free(name);
        }
    }
    closedir(folder);
    rmdir(root);
}

void append_line(const char *file, const char *line) {
    int handle = open(file, O_WRONLY | O_APPEND | O_CREAT, 0666);
    if (handle >= 0) {
        ssize_t written = write(handle, line, strlen(line));
        (void)written;
        close(handle);
    }
}

#else
typedef int not_empty;
#endif
