#include "CResources.h"

// To add a file, put it under files/ and add its pair of lines here.
const struct cresource *cresource_at(size_t index) {
#define FILE "files/emulator/methods.txt"
#include "embed.h"

    return NULL;
}
