/// Why a password was not taken.
public enum PasswordProblem: Hashable, Sendable {
    case tooShort(least: Int)
    case tooLong(most: Int)
    /// One that everybody tries first, or the login itself.
    case guessable
}

/// Length, and nothing that is tried first: what NIST SP 800-63B asks for, without rules about kinds of characters.
public enum PasswordRule {
    public static let least = 10
    public static let most = 200

    public static func problem(of password: String, login: String) -> PasswordProblem? {
        guard password.count >= least else { return .tooShort(least: least) }
        guard password.count <= most, password.utf8.count <= 4 * most else { return .tooLong(most: most) }
        let plain = password.lowercased()
        let isOneLetter = Set(plain).count < 4
        let isLogin = plain.contains(login) && plain.replacing(login, with: "").count < 6
        return isOneLetter || isLogin || common.contains(where: plain.hasPrefix) ? .guessable : nil
    }

    /// Beginnings of the most used passwords of ten characters and more, on both keyboards.
    private static let common = [
        "1234567890", "0123456789", "0987654321", "qwertyuiop", "qwerty1234", "qwerty12345", "password12", "password1", "йцукенгшщз",
        "пароль123",
        "1q2w3e4r5t", "1qaz2wsx3e", "iloveyou12", "administrator", "letmein123", "welcome123", "abcdefghij", "asdfghjkl;", "cactubase",
    ]
}
