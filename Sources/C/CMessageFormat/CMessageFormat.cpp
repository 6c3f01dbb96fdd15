#include "CMessageFormat.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

using icu::MessagePattern;
using icu::UnicodeString;

namespace {

/// "don't" needs no doubling; only an apostrophe right before a brace (or # in a plural) quotes.
constexpr UMessagePatternApostropheMode apostrophes = UMSGPAT_APOS_DOUBLE_OPTIONAL;

void report(char *problem, UErrorCode status) { std::snprintf(problem, CMF_PROBLEM_CAPACITY, "%s", u_errorName(status)); }

void report(char *problem, UErrorCode status, const UParseError &where) {
    std::string after;
    UnicodeString(where.postContext).toUTF8String(after);
    const char *what = status == U_UNMATCHED_BRACES           ? "a brace is not closed or not opened"
                       : status == U_DEFAULT_KEYWORD_MISSING  ? "a plural or select has no branch 'other'"
                       : status == U_ARGUMENT_TYPE_MISMATCH   ? "an argument has two types"
                       : status == U_PATTERN_SYNTAX_ERROR     ? "the pattern is malformed"
                       : status == U_ILLEGAL_ARGUMENT_ERROR   ? "an argument's type is unknown"
                                                              : u_errorName(status);
    if (after.empty())
        std::snprintf(problem, CMF_PROBLEM_CAPACITY, "%s", what);
    else
        std::snprintf(problem, CMF_PROBLEM_CAPACITY, "%s, near \"%.100s\"", what, after.c_str());
}

const char *keep(const UnicodeString &text, std::string &store, int32_t *length) {
    store.clear();
    text.toUTF8String(store);
    *length = static_cast<int32_t>(store.size());
    return store.data();
}

int32_t category(const UnicodeString &keyword) {
    if (keyword == u"zero") return CMF_ZERO;
    if (keyword == u"one") return CMF_ONE;
    if (keyword == u"two") return CMF_TWO;
    if (keyword == u"few") return CMF_FEW;
    if (keyword == u"many") return CMF_MANY;
    return 0;
}

int32_t kind(UMessagePatternArgType type) {
    switch (type) {
    case UMSGPAT_ARG_TYPE_NONE: return CMF_PLAIN;
    case UMSGPAT_ARG_TYPE_SIMPLE: return CMF_TYPED;
    case UMSGPAT_ARG_TYPE_PLURAL: return CMF_PLURAL;
    case UMSGPAT_ARG_TYPE_SELECTORDINAL: return CMF_ORDINAL;
    case UMSGPAT_ARG_TYPE_SELECT: return CMF_SELECT;
    default: return CMF_OTHER;
    }
}

cmf_argument describe(const MessagePattern &pattern, int32_t start) {
    cmf_argument argument = {};
    argument.kind = kind(pattern.getPart(start).getArgType());
    const int32_t limit = pattern.getLimitPartIndex(start);
    argument.close = pattern.getPart(limit).getIndex();
    for (int32_t i = start + 1; i < limit; i++) {
        const auto &part = pattern.getPart(i);
        switch (part.getType()) {
        case UMSGPAT_PART_TYPE_ARG_NAME:
        case UMSGPAT_PART_TYPE_ARG_NUMBER:
            argument.nameStart = part.getIndex();
            argument.nameLimit = part.getLimit();
            break;
        case UMSGPAT_PART_TYPE_ARG_TYPE:
            argument.typeStart = part.getIndex();
            argument.typeLimit = part.getLimit();
            break;
        case UMSGPAT_PART_TYPE_ARG_STYLE:
            argument.styleStart = part.getIndex();
            argument.styleLimit = part.getLimit();
            break;
        case UMSGPAT_PART_TYPE_ARG_SELECTOR: argument.categories |= category(pattern.getSubstring(part)); break;
        case UMSGPAT_PART_TYPE_MSG_START: i = pattern.getLimitPartIndex(i); break;  // a branch: its arguments are described on their own
        default: break;
        }
    }
    return argument;
}

UnicodeString borrow(const uint16_t *pattern, int32_t length) { return UnicodeString(reinterpret_cast<const char16_t *>(pattern), length); }

}  // namespace

struct cmf_message {
    std::unique_ptr<icu::MessageFormat> format;
    std::vector<UnicodeString> names;
    std::vector<icu::Formattable> values;
    std::string text;
};

struct cmf_dates {
    std::unique_ptr<icu::SimpleDateFormat> format;
    std::string text;
};

struct cmf_money {
    icu::number::LocalizedNumberFormatter format;
    std::string text;
};

int32_t cmf_arguments(const uint16_t *text, int32_t length, cmf_argument *arguments, int32_t capacity, char *problem) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where = {};
    MessagePattern pattern(apostrophes, status);
    pattern.parse(borrow(text, length), &where, status);
    if (U_FAILURE(status)) {
        report(problem, status, where);
        return -1;
    }
    int32_t count = 0;
    for (int32_t i = 0; i < pattern.countParts(); i++) {
        if (pattern.getPartType(i) != UMSGPAT_PART_TYPE_ARG_START) continue;
        if (count < capacity) arguments[count] = describe(pattern, i);
        count++;
    }
    return count;
}

cmf_message *cmf_message_create(const char *locale, const uint16_t *pattern, int32_t length, char *problem) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where = {};
    auto format = std::make_unique<icu::MessageFormat>(UnicodeString(), icu::Locale(locale), status);
    if (U_SUCCESS(status)) format->applyPattern(borrow(pattern, length), apostrophes, &where, status);
    if (U_FAILURE(status)) {
        report(problem, status, where);
        return nullptr;
    }
    return new cmf_message{std::move(format), {}, {}, {}};
}

void cmf_message_destroy(cmf_message *message) { delete message; }

void cmf_message_put_number(cmf_message *message, const char *name, int64_t value) {
    message->names.push_back(UnicodeString::fromUTF8(name));
    message->values.emplace_back(value);
}

void cmf_message_put_text(cmf_message *message, const char *name, const char *text, int32_t length) {
    message->names.push_back(UnicodeString::fromUTF8(name));
    message->values.emplace_back(UnicodeString::fromUTF8(icu::StringPiece(text, length)));
}

const char *cmf_message_format(cmf_message *message, int32_t *length) {
    UErrorCode status = U_ZERO_ERROR;
    UnicodeString text;
    message->format->format(message->names.data(), message->values.data(), static_cast<int32_t>(message->names.size()), text, status);
    message->names.clear();
    message->values.clear();
    return U_FAILURE(status) ? nullptr : keep(text, message->text, length);
}

cmf_dates *cmf_dates_create(const char *locale, const char *zone, const char *pattern, char *problem) {
    UErrorCode status = U_ZERO_ERROR;
    auto format = std::make_unique<icu::SimpleDateFormat>(UnicodeString::fromUTF8(pattern), icu::Locale(locale), status);
    if (U_FAILURE(status)) {
        report(problem, status);
        return nullptr;
    }
    std::unique_ptr<icu::TimeZone> known(icu::TimeZone::createTimeZone(UnicodeString::fromUTF8(zone)));
    if (*known == icu::TimeZone::getUnknown()) {
        std::snprintf(problem, CMF_PROBLEM_CAPACITY, "there is no time zone %.60s", zone);
        return nullptr;
    }
    format->adoptTimeZone(known.release());
    return new cmf_dates{std::move(format), {}};
}

void cmf_dates_destroy(cmf_dates *dates) { delete dates; }

const char *cmf_dates_format(cmf_dates *dates, int64_t milliseconds, int32_t *length) {
    UnicodeString text;
    dates->format->format(static_cast<UDate>(milliseconds), text);
    return keep(text, dates->text, length);
}

cmf_money *cmf_money_create(const char *locale, const char *currency, int32_t fraction, char *problem) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::CurrencyUnit unit(icu::StringPiece(currency), status);
    if (U_FAILURE(status)) {
        report(problem, status);
        return nullptr;
    }
    auto format = icu::number::NumberFormatter::withLocale(icu::Locale(locale))
                      .unit(unit)
                      .unitWidth(UNUM_UNIT_WIDTH_NARROW)
                      .precision(icu::number::Precision::fixedFraction(fraction));
    return new cmf_money{std::move(format), {}};
}

void cmf_money_destroy(cmf_money *money) { delete money; }

const char *cmf_money_format(cmf_money *money, const char *decimal, int32_t *length) {
    UErrorCode status = U_ZERO_ERROR;
    const auto number = money->format.formatDecimal(decimal, status);
    const UnicodeString text = number.toString(status);
    return U_FAILURE(status) ? nullptr : keep(text, money->text, length);
}
