#include "CResources.h"

// To add a file, put it under files/ and add its pair of lines here.
const struct cresource *cresource_at(size_t index) {
#define FILE "files/emulator/methods.txt"
#include "embed.h"
#define FILE "files/emulator/chat.html"
#include "embed.h"
#define FILE "files/emulator/chat.css"
#include "embed.h"
#define FILE "files/emulator/chat.js"
#include "embed.h"
#define FILE "files/emulator/render.js"
#include "embed.h"
#define FILE "files/emulator/words.js"
#include "embed.h"
#define FILE "files/emulator/index.html"
#include "embed.h"
#define FILE "files/emulator/index.js"
#include "embed.h"
#define FILE "files/emulator/icon.svg"
#include "embed.h"
#define FILE "files/emulator/simulate.html"
#include "embed.h"

    return NULL;
}
