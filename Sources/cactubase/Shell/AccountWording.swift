import Accounts

extension Wording {
    static func of(_ error: AccountsError) -> String {
        switch error {
        case .refused(let problem): of(problem)
        case .unknownAccount: "there is no such open account; `cactubase staff` lists all"
        case .lastFounder:
            "this is the last founder's account, and nobody else could make accounts for the whole group: make another one first"
        case .weakPassword(.tooShort(let least)): "a password needs at least \(least) characters"
        case .weakPassword(.tooLong(let most)): "a password has at most \(most) characters"
        case .weakPassword(.guessable): "that password is among the first that anybody tries"
        case .wrongLoginOrPassword: "login or password is wrong"
        case .tooManyAttempts: "too many attempts to sign in; wait a quarter of an hour"
        case .invitationNotGood: "the invitation was used, is over, or never was"
        case .notAllowed: "this account may not do that"
        case .samePassword: "the new password is the old one"
        case .hashing: "this machine has no memory left to hash a password"
        case .database(let error): of(error)
        }
    }

    private static func of(_ problem: AccountProblem) -> String {
        switch problem {
        case .login: "a login has 3 to 32 of a–z, 0–9, dot, dash and underscore, and begins with a letter"
        case .loginTaken: "that login is taken, maybe by a closed account; choose another one"
        case .name: "a name of 1 to 80 characters is needed"
        case .place:
            "that level does not work there: a founder has the group, a partner --company, a department its --unit, a unit and sales theirs"
        }
    }
}
