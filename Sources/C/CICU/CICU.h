// Empty on purpose: this target carries ICU's link flags only. Foundation has an ICU of its own, and a Clang module that shows
// Debian's <unicode/*.h> beside it does not compile; CMessageFormat hides ICU behind a header of our own.
