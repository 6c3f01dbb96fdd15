#pragma once
#include <sys/syscall.h>
#include <unistd.h>
#include <xlsxwriter.h>

/// An anonymous file in memory, closed on exec; -1 on failure. By syscall, so that no feature macro must be set before the first header.
static inline int cactus_memory_file(const char *name) { return (int)syscall(SYS_memfd_create, name, 1u /* MFD_CLOEXEC */); }
