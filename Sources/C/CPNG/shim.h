#pragma once
#include <png.h>
#include <string.h>

/// Writes 8-bit grey pixels (0 black, 255 white, `width` a row) as PNG. With `memory` NULL only the size is answered in `size`. 1 on success.
static inline int cactus_png_write_gray(void *memory, size_t *size, const unsigned char *pixels, unsigned width, unsigned height) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t length = *size;
    int done = png_image_write_to_memory(&image, memory, &length, 0, pixels, (png_int_32)width, NULL);
    *size = length;
    png_image_free(&image);
    return done;
}
