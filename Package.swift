// swift-tools-version: 6.2
import PackageDescription

// The map. Floors from the top: the command line, Interfaces, Features, Engines, Platform, C.
// A target imports only floors below its own and, on its own floor, only targets listed below it; `.ci/floors` checks the imports against this order.

/// `CACTUBASE_STRICT=1` (CI) turns every warning of our own targets into an error.
let strict = Context.environment["CACTUBASE_STRICT"] == "1"
let swift: [SwiftSetting] =
    [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
    + (strict ? [.treatAllWarnings(as: .error), .unsafeFlags(["-require-explicit-sendable"])] : [])
/// Number crunching, and what millions of rows pass through: optimised in debug builds too, or its tests and previews take minutes.
let optimised: [SwiftSetting] = swift + [.unsafeFlags(["-O"], .when(configuration: .debug))]
/// The same for hot loops that run through several files: only a module seen whole lets one file's functions melt into another's.
let wholeModule: [SwiftSetting] =
    swift
    + [.unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug))]

func room(_ floor: String, _ name: String, _ uses: [Target.Dependency] = [], settings: [SwiftSetting] = swift) -> Target {
    .target(name: name, dependencies: uses, path: "Sources/\(floor)/\(name)", swiftSettings: settings)
}
func interface(_ name: String, _ uses: [Target.Dependency]) -> Target { room("Interfaces", name, uses) }
func feature(_ name: String, _ uses: [Target.Dependency], settings: [SwiftSetting] = swift) -> Target {
    room("Features", name, uses, settings: settings)
}
func engine(_ name: String, _ uses: [Target.Dependency]) -> Target { room("Engines", name, uses, settings: wholeModule) }
func platform(_ name: String, _ uses: [Target.Dependency] = []) -> Target { room("Platform", name, uses) }
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}
/// - Parameter fixtures: files that tests read where they lie.
func tests(_ name: String, _ uses: [Target.Dependency], fixtures: [String] = []) -> Target {
    .testTarget(name: name, dependencies: uses, path: "Tests/\(name)", exclude: fixtures, swiftSettings: swift)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let targets: [Target] = [
    // The command line: the only place that builds live things; the demo world.
    .executableTarget(
        name: "cactubase",
        dependencies: [
            "ConsoleBenchmark", "Schema", "CustomerBot", "Console", "TelegramEmulator", "DataFiles", "EngineBenchmark", "Operations",
            "DemoWorld",
            "CustomerDialogs", "Leads",
            "Offers", "Loyalty", "Recommendations", "Clients", "Consents",
            "Catalogue", "Accounts", "Group", "Passwords", "Recommender", "TelegramBotAPI", "HTTPTransport", "Jobs", "Database", "Sealing",
            "Spreadsheets", "Posters",
            "Localization", "Vocabulary", argumentParser, lifecycle, unixSignals, logging, yams,
        ],
        path: "Sources/cactubase", swiftSettings: swift),

    // Interfaces: how the world comes in.
    room(
        "Interfaces", "ConsoleBenchmark",
        [
            "Console", "Leads", "Recommendations", "Clients", "Catalogue", "Accounts", "Group", "Recommender", "Passwords", "Database",
            "Sealing", "Vocabulary", lifecycle, logging,
        ], settings: optimised),
    interface(
        "Console",
        [
            "CustomerBot", "Operations", "Leads", "Offers", "Loyalty", "Recommendations", "Clients", "Catalogue", "Accounts", "Group",
            "Recommender", "Passwords", "Jobs", "Database", "Sealing", "Spreadsheets", "Posters", "Resources", "Localization", "Vocabulary",
            hummingbird, hummingbirdCore, lifecycle, logging,
        ]),
    interface(
        "Schema",
        [
            "CustomerBot", "Leads", "Offers", "Loyalty", "Recommendations", "Clients", "Consents", "Catalogue", "Accounts", "Group", "Jobs",
            "Database",
        ]),
    interface(
        "CustomerBot",
        [
            "CustomerDialogs", "Leads", "Offers", "Clients", "Consents", "Group",
            "Conversations", "TelegramBotAPI", "Jobs", "Database", "Sealing", "Localization", "Vocabulary", lifecycle, logging,
            "HTTPTransport",
        ]),
    interface("TelegramEmulator", ["Database", "Resources", "Vocabulary", hummingbird, lifecycle, logging]),
    room("Interfaces", "DataFiles", ["Recommender", "Vocabulary"], settings: optimised),
    room("Interfaces", "EngineBenchmark", ["Recommender", "Vocabulary"], settings: optimised),
    interface("Operations", ["Database", "Vocabulary", hummingbird, lifecycle, logging]),

    room(
        "Interfaces", "DemoWorld",
        [
            "Leads", "Offers", "Loyalty", "Recommendations", "Clients", "Consents", "Catalogue", "Accounts", "Group", "Recommender",
            "Database", "Sealing", "Spreadsheets", "Resources", "Vocabulary",
        ], settings: optimised),

    // Features: one subject each, its rules, its store and its service side by side.
    feature(
        "CustomerDialogs",
        [
            "Leads", "Offers", "Loyalty", "Recommendations", "Clients", "Consents", "Catalogue", "Group", "Conversations", "Database",
            "Sealing", "Localization", "Vocabulary",
        ]),
    feature(
        "Leads",
        [
            "Offers", "Loyalty", "Recommendations", "Clients", "Consents", "Catalogue", "Accounts", "Group", "Database", "Spreadsheets",
            "Localization", "Vocabulary",
        ], settings: optimised),
    feature("Offers", ["Loyalty", "Clients", "Consents", "Catalogue", "Group", "Database", "Localization", "Vocabulary"]),
    feature("Loyalty", ["Database", "Localization", "Vocabulary", crypto]),
    feature(
        "Recommendations", ["Clients", "Consents", "Catalogue", "Group", "Recommender", "Database", "Localization", "Vocabulary", crypto],
        settings: optimised),
    feature(
        "Clients", ["Consents", "Catalogue", "Accounts", "Group", "Database", "Sealing", "Spreadsheets", "Localization", "Vocabulary"],
        settings: optimised),
    feature("Consents", ["Database", "Sealing", "Vocabulary", crypto]),
    feature("Catalogue", ["Group", "Database", "Spreadsheets", "Localization", "Vocabulary"], settings: optimised),
    feature("Accounts", ["Group", "Database", "Sealing", "Passwords", "Vocabulary"], settings: optimised),
    feature("Group", ["Database", "Vocabulary"]),

    // Engines: pure compute, no I/O, no clock.
    engine("Recommender", ["Vocabulary"]),
    engine("Conversations", ["Localization"]),

    // Platform: parts that would serve another product as well.
    platform("TelegramBotAPI", ["HTTPTransport", logging]),
    platform("HTTPTransport", ["CCurl", logging]),
    platform("Jobs", ["Database", "Vocabulary", lifecycle, logging]),
    room("Platform", "Database", ["Vocabulary", grdb, grdbSQLite], settings: optimised),
    platform("Sealing", ["Vocabulary", crypto]),
    room("Platform", "Spreadsheets", ["Vocabulary", "CZip", "CExpat", "CXlsxWriter"], settings: optimised),
    platform("Posters", ["CQREncode", "CPNG", "Localization"]),
    platform("Passwords", ["CArgon2"]),
    .executableTarget(
        name: "generate-messages", dependencies: ["Localization", "Vocabulary"], path: "Sources/Platform/MessageGenerator",
        swiftSettings: swift),
    room("Platform", "Localization", ["CMessageFormat", "Vocabulary", yams], settings: optimised),
    platform("Resources", ["CResources"]),
    platform("Vocabulary"),

    // C: system libraries and shims. Only Platform imports them.
    .target(
        name: "CMessageFormat", dependencies: ["CICU"], path: "Sources/C/CMessageFormat", publicHeadersPath: "include",
        cxxSettings: [.unsafeFlags(["-std=c++17"])]),
    .target(name: "CResources", path: "Sources/C/CResources", publicHeadersPath: "include", cSettings: [.unsafeFlags(["-std=c23"])]),
    library("CICU", pkgConfig: "icu-i18n", apt: "libicu-dev"),
    library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    library("CZip", pkgConfig: "libzip", apt: "libzip-dev"),
    library("CExpat", pkgConfig: "expat", apt: "libexpat1-dev"),
    library("CXlsxWriter", pkgConfig: "xlsxwriter", apt: "libxlsxwriter-dev"),
    library("CQREncode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
    library("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
    library("CArgon2", pkgConfig: "libargon2", apt: "libargon2-dev"),

    tests("VocabularyTests", ["Vocabulary"]),
    tests("HTTPTransportTests", ["HTTPTransport", "Vocabulary"]),
    tests("TelegramBotAPITests", ["TelegramBotAPI", "HTTPTransport", logging]),
    tests(
        "TelegramEmulatorTests",
        ["TelegramEmulator", "HTTPTransport", "Database", hummingbird, hummingbirdTesting, logging, "Vocabulary", lifecycle]),
    tests("SpreadsheetsTests", ["Spreadsheets", "Vocabulary"]),
    tests("PostersTests", ["Posters"]),
    tests("LocalizationTests", ["generate-messages", "Localization", "Vocabulary"]),
    tests("DatabaseTests", ["Database", "Vocabulary"]),
    tests("JobsTests", ["Jobs", "Database", "Vocabulary", logging]),
    tests("SealingTests", ["Sealing", "Vocabulary"]),
    tests("RecommenderTests", ["Recommender", "Vocabulary"]),
    tests("ConversationsTests", ["Conversations", "Localization"]),
    tests("PasswordsTests", ["Passwords"]),
    tests("AccountsTests", ["Accounts", "Group", "Database", "Sealing", "Passwords", "Vocabulary"]),
    tests("GroupTests", ["Group", "Database", "Vocabulary"]),
    tests("CatalogueTests", ["Catalogue", "Group", "Database", "Spreadsheets", "Localization", "Vocabulary"]),
    tests("ConsentsTests", ["Consents", "Group", "Sealing", "Database", "Vocabulary"]),
    tests(
        "ClientsTests", ["Clients", "Consents", "Catalogue", "Group", "Sealing", "Spreadsheets", "Database", "Localization", "Vocabulary"]),
    tests(
        "RecommendationsTests",
        ["Recommendations", "Clients", "Consents", "Catalogue", "Group", "Recommender", "Database", "Localization", "Vocabulary"]),
    tests("LoyaltyTests", ["Loyalty", "Catalogue", "Group", "Database", "Localization", "Vocabulary"]),
    tests(
        "OffersTests",
        ["Offers", "Loyalty", "Clients", "Consents", "Catalogue", "Group", "Database", "Sealing", "Localization", "Vocabulary"]),
    tests(
        "LeadsTests",
        [
            "Leads", "Offers", "Loyalty", "Recommendations", "Clients", "Consents", "Catalogue", "Accounts", "Group", "Recommender",
            "Database", "Sealing", "Localization", "Spreadsheets", "Vocabulary",
        ]),
    tests("CustomerDialogsTests", ["CustomerDialogs", "Conversations", "Localization", "Vocabulary"]),
    tests(
        "CustomerBotTests",
        ["CustomerBot", "TelegramBotAPI", "CustomerDialogs", "Sealing", "Localization", "Vocabulary", "Conversations"]),
    tests("DataFilesTests", ["DataFiles", "Recommender", "Vocabulary"]),
    tests("EngineBenchmarkTests", ["EngineBenchmark", "Recommender", "Vocabulary"]),
    tests(
        "ConsoleTests",
        [
            "Console", "Schema", "Leads", "Offers", "Recommendations", "Clients", "Consents", "Catalogue", "Accounts", "Group",
            "Passwords", "CustomerBot", "Jobs", "Recommender", "Spreadsheets",
            "Database", "Sealing", "Localization", "Vocabulary", hummingbird, hummingbirdTesting, logging,
        ]),
    tests(
        "ConsoleBenchmarkTests",
        [
            "ConsoleBenchmark", "Console", "Schema", "Leads", "Accounts", "Database", "Sealing", "Localization", "Vocabulary", logging,
        ]),
    tests("OperationsTests", ["Operations", "Database", "Vocabulary", hummingbird, hummingbirdTesting]),
    tests(
        "DemoWorldTests",
        [
            "DemoWorld", "Schema", "Offers", "Loyalty", "Leads", "Recommendations", "Recommender", "Clients", "Consents", "Catalogue",
            "Accounts", "Group", "Database", "Sealing", "Vocabulary",
        ]),
    tests(
        "CactuBaseTests",
        [
            "cactubase", "Schema", "Operations", "TelegramEmulator", "HTTPTransport", "Recommendations", "Recommender", "Loyalty",
            "Clients",
            "Consents", "Catalogue", "Group", "Jobs", "Sealing", "Spreadsheets", "Database", "Vocabulary", argumentParser, logging,
            "CustomerBot", "DemoWorld", "Leads", lifecycle, "TelegramBotAPI",
        ], fixtures: ["Fixtures"]),
]

let package = Package(
    name: "cactubase",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: targets,
    cLanguageStandard: .gnu17,
    cxxLanguageStandard: .cxx17
)
