import Database
import Vocabulary

/// How much of the company's tree a person answers for; 1 sees the most.
public enum Level: Int, Hashable, Sendable, CaseIterable, Comparable, Storable {
    case founder = 1
    case partner, department, unit, sales

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// By its name on the command line and in forms.
    public var name: String {
        switch self {
        case .founder: "founder"
        case .partner: "partner"
        case .department: "department"
        case .unit: "unit"
        case .sales: "sales"
        }
    }

    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }
}

/// What a person may do beside the level.
public enum Grant: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Bundles, discounts, texts, surveys.
    case marketer
    /// Training, threshold, matrix and needs.
    case steward = "data_steward"
    /// Accounts, settings, the audit log.
    case administrator

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Where in the group a person works.
public enum Place: Hashable, Sendable {
    case group
    case company(CompanyID)
    case unit(UnitID, of: CompanyID)

    public var company: CompanyID? {
        switch self {
        case .group: nil
        case .company(let company), .unit(_, let company): company
        }
    }

    public var unit: UnitID? { if case .unit(let unit, _) = self { unit } else { nil } }

    /// Whether somebody of that level can work there.
    public func suits(_ level: Level, in tree: UnitTree) -> Bool {
        switch (level, self) {
        case (.founder, .group), (.partner, .company): true
        case (.department, .unit(let id, let company)): tree[id].map { $0.isDepartment && $0.company == company } ?? false
        case (.unit, .unit(let id, let company)), (.sales, .unit(let id, let company)): tree[id]?.company == company
        default: false
        }
    }
}

/// A person of the staff.
public struct Account: Hashable, Sendable {
    public let id: AccountID
    /// What is typed to sign in, and what logs and histories name: a pseudonym of the head's choice.
    public let login: String
    /// For colleagues; empty once the account is closed.
    public let name: String
    public let level: Level
    public let place: Place
    public let grants: Set<Grant>
    /// Whether the invitation was accepted.
    public let hasPassword: Bool
    public let createdAt: Instant
    public let closedAt: Instant?

    public var isOpen: Bool { closedAt == nil }

    /// What an account is asked to be.
    public struct Draft: Hashable, Sendable {
        public var login: String
        public var name: String
        public var level: Level
        public var place: Place
        public var grants: Set<Grant>

        public init(login: String, name: String, level: Level, place: Place, grants: Set<Grant> = []) {
            (self.login, self.name, self.level, self.place, self.grants) = (login, name, level, place, grants)
        }
    }
}

/// What is wrong with what somebody wrote into the form of an account.
public enum AccountProblem: Hashable, Sendable {
    /// 3 to 32 of a–z, 0–9, dot, dash and underscore, the first a letter.
    case login
    /// Some account, maybe a closed one, has it.
    case loginTaken
    /// 1 to 80 characters without control characters.
    case name
    /// Nobody of that level can work there.
    case place
}

/// Why something about accounts was not done.
public enum AccountsError: Error, Equatable, Sendable {
    /// The login is unknown, the password wrong, the account closed or without a password: which of them is nobody's business.
    case wrongLoginOrPassword
    /// Too many attempts; nothing was looked at.
    case tooManyAttempts(until: Instant)
    /// The invitation was used, is over, or never was.
    case invitationNotGood
    case weakPassword(PasswordProblem)
    /// The new password is the old one.
    case samePassword
    case refused(AccountProblem)
    /// The person may not do this.
    case notAllowed
    case unknownAccount
    /// Nobody would be left who may make accounts for the whole group.
    case lastFounder
    /// The machine could not hash the password.
    case hashing
    case database(DatabaseError)

    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(AccountsError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}
