// ICU's messages, dates and money behind plain C. No ICU header may be included here (see Sources/C/CICU/CICU.h).
//
// Strings are UTF-16 where positions matter (patterns) and UTF-8 elsewhere; lengths are in code units and strings may hold U+0000.
// Functions that can fail answer NULL or -1 and write a short NUL-terminated reason in English into `problem`.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CMF_PROBLEM_CAPACITY 200

// What stands between the braces of one argument: {x}, {x, type, style}, {x, plural, …}, {x, selectordinal, …}, {x, select, …}.
enum { CMF_PLAIN, CMF_TYPED, CMF_PLURAL, CMF_ORDINAL, CMF_SELECT, CMF_OTHER };

// Plural categories that a plural argument spells out.
enum { CMF_ZERO = 1, CMF_ONE = 2, CMF_TWO = 4, CMF_FEW = 8, CMF_MANY = 16 };

// One argument of a pattern, positions in UTF-16 units. The type's and style's are 0, 0 where there is none.
typedef struct {
    int32_t kind;
    int32_t categories;
    int32_t nameStart, nameLimit;
    int32_t typeStart, typeLimit;
    int32_t styleStart, styleLimit;
    // The closing brace.
    int32_t close;
} cmf_argument;

// Lists the arguments of a pattern, nested ones too, in the order of their opening braces. Writes at most `capacity` of them; answers how many there are.
int32_t cmf_arguments(const uint16_t *pattern, int32_t length, cmf_argument *arguments, int32_t capacity, char *problem);

// A compiled pattern of named arguments. One thread at a time.
typedef struct cmf_message cmf_message;
cmf_message *cmf_message_create(const char *locale, const uint16_t *pattern, int32_t length, char *problem);
void cmf_message_destroy(cmf_message *message);

// Arguments for the next `cmf_message_format`, which uses them up.
void cmf_message_put_number(cmf_message *message, const char *name, int64_t value);
void cmf_message_put_text(cmf_message *message, const char *name, const char *text, int32_t length);
// UTF-8 that lives until the message is used again; its length goes to `length`. NULL when ICU refuses.
const char *cmf_message_format(cmf_message *message, int32_t *length);

// Shows a moment by an ICU date pattern ("d MMMM y") in a time zone of the tz database. One thread at a time.
typedef struct cmf_dates cmf_dates;
cmf_dates *cmf_dates_create(const char *locale, const char *zone, const char *pattern, char *problem);
void cmf_dates_destroy(cmf_dates *dates);
const char *cmf_dates_format(cmf_dates *dates, int64_t milliseconds, int32_t *length);

// Shows money of one currency with its short sign and `fraction` digits after the point. One thread at a time.
typedef struct cmf_money cmf_money;
cmf_money *cmf_money_create(const char *locale, const char *currency, int32_t fraction, char *problem);
void cmf_money_destroy(cmf_money *money);
// `decimal` is a decimal number such as "-1234.50": money never passes through a double.
const char *cmf_money_format(cmf_money *money, const char *decimal, int32_t *length);

#ifdef __cplusplus
}
#endif
