// The package's C standard is older than #embed, which this compiler knows all the same.
#pragma clang diagnostic ignored "-Wc23-extensions"

// One file of the list in files.c. FILE is its path, beginning with "files/"; its name is the rest.
if (index-- == 0) {
    static const unsigned char bytes[] = {
#embed FILE if_empty('\0')
    };
    static const struct cresource file = {&FILE[sizeof "files/" - 1], bytes, sizeof bytes};
    return &file;
}
#undef FILE
