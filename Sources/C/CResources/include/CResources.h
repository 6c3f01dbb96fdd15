// Files compiled into the program, so that a moved binary keeps them.
#ifndef CRESOURCES_H
#define CRESOURCES_H

#include <stddef.h>

struct cresource {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

// The file at a place in the list of files.c; NULL after the last one.
const struct cresource *cresource_at(size_t index);

#endif
