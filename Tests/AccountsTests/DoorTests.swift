import Accounts
import Database
import Testing
import Vocabulary

@Suite struct DoorTests {
    private static let place = Place.unit(World.north, of: World.bank)

    @Test func anInvitationIsGoodOnce() async throws {
        let world = try await World()
        let (account, invitation) = try await world.issue("anna", .sales, at: Self.place)
        let token = try await world.door.accept(invitation, password: World.password, at: World.now)
        #expect(try await world.account(of: token)?.id == account.id)
        await #expect(throws: AccountsError.invitationNotGood) {
            try await world.door.accept(invitation, password: World.password, at: World.now)
        }
    }

    @Test func anInvitationEnds() async throws {
        let world = try await World()
        let invitation = try await world.issue("anna", .sales, at: Self.place).invitation
        await #expect(throws: AccountsError.invitationNotGood) {
            try await world.door.accept(invitation, password: World.password, at: World.now + InvitationStore.lifetime)
        }
    }

    @Test func aSecondInvitationReplacesTheFirstAndEndsSessions() async throws {
        let world = try await World()
        let (service, ids) = (world.service, world.ids)
        let first = try await world.issue("anna", .sales, at: Self.place).invitation
        let second = try await world.database.write {
            try service.inviteAgain("anna", by: .commandLine("test"), at: World.now, ids: ids, in: $0)
        }
        await #expect(throws: AccountsError.invitationNotGood) {
            try await world.door.accept(first, password: World.password, at: World.now)
        }
        let session = try await world.door.accept(second, password: World.password, at: World.now)
        let third = try await world.database.write {
            try service.inviteAgain("anna", by: .commandLine("test"), at: World.now, ids: ids, in: $0)
        }
        #expect(try await world.account(of: session) != nil)
        _ = try await world.door.accept(third, password: "another long password", at: World.now)
        #expect(try await world.account(of: session) == nil)
        await #expect(throws: AccountsError.wrongLoginOrPassword) {
            try await world.door.signIn(login: "anna", password: World.password, from: "1.1.1.1", at: World.now)
        }
    }

    @Test(arguments: [
        ("short", PasswordProblem.tooShort(least: 10)), ("1234567890", .guessable), ("aaaaaaaaaaaaaaaa", .guessable),
        ("anna-anna1", .guessable),
        ("Password123", .guessable), (String(repeating: "длинный", count: 40), .tooLong(most: 200)),
    ])
    func passwordsThatAnybodyGuessesAreRefused(password: String, problem: PasswordProblem) async throws {
        let world = try await World()
        let invitation = try await world.issue("anna", .sales, at: Self.place).invitation
        await #expect(throws: AccountsError.weakPassword(problem)) {
            try await world.door.accept(invitation, password: password, at: World.now)
        }
        _ = try await world.door.accept(invitation, password: World.password, at: World.now)
    }

    @Test func everySignInHasATokenOfItsOwnAndOnlyItsHashIsStored() async throws {
        let world = try await World()
        try await world.person("anna", .sales, at: Self.place)
        let one = try await world.door.signIn(login: " Anna ", password: World.password, from: "1.1.1.1", at: World.now)
        let two = try await world.door.signIn(login: "anna", password: World.password, from: "1.1.1.1", at: World.now)
        #expect(one != two)
        let stored = try await world.database.read { transaction in
            try transaction.rows("SELECT token_hash FROM staff_session").map { row -> [UInt8] in try row["token_hash"] }
        }
        #expect(stored.count == 3 && !stored.contains(one.bytes) && !stored.contains(two.bytes))
        #expect("\(one)" == "SecretToken(hidden)")
    }

    @Test func aSessionEndsWhenIdleAndAfterADay() async throws {
        let world = try await World()
        try await world.person("anna", .sales, at: Self.place)
        let token = try await world.door.signIn(login: "anna", password: World.password, from: "1.1.1.1", at: World.now)
        let sessions = SessionStore(keyring: world.keyring)
        #expect(try await world.account(of: token, at: World.now + .minutes(119)) != nil)
        #expect(try await world.account(of: token, at: World.now + .hours(2)) == nil)
        var now = World.now
        while now < World.now + .hours(11) {
            now = now + .hours(1)
            let moment = now
            #expect(try await world.account(of: token, at: now) != nil)
            try await world.database.write { try sessions.touch(token, at: moment, in: $0) }
        }
        #expect(try await world.account(of: token, at: World.now + .hours(12)) == nil)
        try await world.door.tidy(at: World.now + .hours(12))
        #expect(try await world.count("staff_session") == 0)
    }

    @Test func signingOutEverywhereEndsAllSessionsOfOneAccount() async throws {
        let world = try await World()
        let anna = try await world.person("anna", .sales, at: Self.place)
        try await world.person("boris", .sales, at: Self.place)
        let (one, other) = (
            try await world.door.signIn(login: "anna", password: World.password, from: "1.1.1.1", at: World.now),
            try await world.door.signIn(login: "boris", password: World.password, from: "1.1.1.1", at: World.now)
        )
        let sessions = SessionStore(keyring: world.keyring)
        try await world.database.write { try sessions.endAll(of: anna.id, in: $0) }
        #expect(try await world.account(of: one) == nil)
        #expect(try await world.account(of: other) != nil)
    }

    // MARK: The flood

    @Test func eightWrongPasswordsCloseTheLoginForAQuarterOfAnHour() async throws {
        let world = try await World()
        try await world.person("anna", .sales, at: Self.place)
        func attempt(_ password: String, from address: String, at now: Instant) async throws {
            _ = try await world.door.signIn(login: "anna", password: password, from: address, at: now)
        }
        for number in 0..<AttemptRule.perLogin {
            await #expect(throws: AccountsError.wrongLoginOrPassword) {
                try await attempt("wrong", from: "10.0.0.\(number)", at: World.now + .seconds(Int64(number)))
            }
        }
        // Even the right password, from anywhere: otherwise the answer would tell it.
        await #expect(throws: AccountsError.tooManyAttempts(until: World.now + AttemptRule.window)) {
            try await attempt(World.password, from: "10.0.1.1", at: World.now + .seconds(10))
        }
        try await attempt(World.password, from: "10.0.1.1", at: World.now + AttemptRule.window + .seconds(1))
        // The right password has wiped the slate.
        await #expect(throws: AccountsError.wrongLoginOrPassword) {
            try await attempt("wrong", from: "10.0.1.1", at: World.now + AttemptRule.window + .seconds(2))
        }
    }

    @Test func oneAddressCannotTryManyLogins() async throws {
        let world = try await World()
        for number in 0..<AttemptRule.perAddress {
            await #expect(throws: AccountsError.wrongLoginOrPassword) {
                try await world.door.signIn(login: "nobody\(number)", password: "wrong", from: "10.0.0.1", at: World.now)
            }
        }
        await #expect(throws: AccountsError.tooManyAttempts(until: World.now + AttemptRule.window)) {
            try await world.door.signIn(login: "anna", password: "wrong", from: "10.0.0.1", at: World.now)
        }
    }

    /// Forty people behind one address are an office in the morning, not a flood; what was wrong there stays counted.
    @Test func whoeverComesInIsNotCountedAtTheAddress() async throws {
        let world = try await World()
        try await world.person("anna", .sales, at: Self.place)
        for _ in 0...AttemptRule.perAddress {
            _ = try await world.door.signIn(login: "anna", password: World.password, from: "10.0.0.1", at: World.now)
        }
        for number in 0..<AttemptRule.perAddress {
            if number == 20 { _ = try await world.door.signIn(login: "anna", password: World.password, from: "10.0.0.1", at: World.now) }
            await #expect(throws: AccountsError.wrongLoginOrPassword) {
                try await world.door.signIn(login: "nobody\(number)", password: "wrong", from: "10.0.0.1", at: World.now)
            }
        }
        await #expect(throws: AccountsError.tooManyAttempts(until: World.now + AttemptRule.window)) {
            try await world.door.signIn(login: "anna", password: World.password, from: "10.0.0.1", at: World.now)
        }
    }

    /// Who is told to come again in a minute may come in then.
    @Test func theLongerOfTwoWaitsIsTold() async throws {
        let world = try await World()
        for number in 0..<AttemptRule.perAddress {
            let login = number < AttemptRule.perLogin ? "anna" : "nobody\(number)"
            let now = World.now + .seconds(number == 0 ? 0 : 300)
            await #expect(throws: AccountsError.wrongLoginOrPassword) {
                try await world.door.signIn(login: login, password: "wrong", from: number == 0 ? "10.0.0.2" : "10.0.0.1", at: now)
            }
        }
        let now = World.now + .seconds(400)
        await #expect(throws: AccountsError.wrongLoginOrPassword) {
            try await world.door.signIn(login: "boris", password: "wrong", from: "10.0.0.1", at: now)
        }
        await #expect(throws: AccountsError.tooManyAttempts(until: World.now + .seconds(300) + AttemptRule.window)) {
            try await world.door.signIn(login: "anna", password: "wrong", from: "10.0.0.1", at: now)
        }
    }

    @Test func aFloodAtOnceFindsTheSameLimit() async throws {
        let world = try await World()
        try await world.person("anna", .sales, at: Self.place)
        let door = world.door
        let looked = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    do {
                        _ = try await door.signIn(login: "anna", password: "wrong \(number)", from: "10.0.0.\(number)", at: World.now)
                        return true
                    } catch { return error as? AccountsError == .wrongLoginOrPassword }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(looked == AttemptRule.perLogin)
    }

    @Test func whatIsCountedNamesNobody() async throws {
        let world = try await World()
        _ = try? await world.door.signIn(login: "anna", password: "wrong", from: "10.0.0.1", at: World.now)
        let stored = try await world.database.read { transaction in
            try transaction.rows("SELECT subject FROM sign_in_attempt").map { row -> [UInt8] in try row["subject"] }
        }
        #expect(stored.count == 2 && stored.allSatisfy { $0.count == 32 })
        try await world.door.tidy(at: World.now + AttemptRule.window)
        #expect(try await world.count("sign_in_attempt") == 0)
    }
}
