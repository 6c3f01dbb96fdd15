import Accounts
import Database
import Group
import Localization
import Recommendations
import Recommender
import Vocabulary

/// `/model/versions`.
struct VersionPage: Sendable {
    let visit: Visit
    private let versions: [ModelVersion]
    private let runs: [TrainingRun]
    private let interval: Span
    private let people: [String: String]
    var problem: Message?
    var news: Message?

    init(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        versions = try ModelStore().versions(latest: 10, in: transaction)
        runs = try TrainingDesk().latest(6, in: transaction)
        interval = try SettingStore().value(Settings.trainingInterval, in: transaction)
        people = try AccountStore().names(in: transaction)
    }

    private var say: Speaker { visit.say }
    private var maySteer: Bool { ModelSection.maySteer(visit.account) }

    /// A training waits or runs, and somebody lives who carries it out.
    var isTraining: Bool { runs.first.map { !$0.isOver && !$0.isStale(at: visit.now) } ?? false }

    var html: HTML {
        Layout(
            title: say(ConsoleMessages.modelVersions), say: say, visit: visit, section: .model, tabs: ModelSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.modelVersions))</h1>
            <p class="lead-in">\(say(ConsoleMessages.versionsText))</p>
            \(news.map { notice(.good, say($0)) })
            \(problem.map { notice(.bad, say($0)) })
            <div class="columns wide-left">
            <div>\(versions.isEmpty ? "<section class=\"card empty\"><p>\(say(ConsoleMessages.versionsNone))</p></section>" as HTML : "\(versions.map(card))")</div>
            <div>\(training)\(log)</div>
            </div>
            """)
    }

    // MARK: Training

    private var training: HTML {
        let next: HTML
        if let last = versions.map(\.trainedAt).max() {
            let due = last + interval
            next =
                due > visit.now
                ? "<p class=\"muted\">\(say(ConsoleMessages.versionsNext(at: due)))</p>"
                : "<p class=\"muted\">\(say(ConsoleMessages.versionsDue))</p>"
        } else {
            next = .empty
        }
        return """
            <section class="card"><h2>\(say(ConsoleMessages.versionsTraining))</h2>
            \(current)
            \(next)
            \(maySteer ? button : "<p class=\"muted\">\(say(ConsoleMessages.versionsWho))</p>" as HTML)</section>
            """
    }

    private var current: HTML {
        guard let run = runs.first, !run.isOver else { return .empty }
        guard !run.isStale(at: visit.now) else { return notice(.bad, say(ConsoleMessages.versionsStale)) }
        guard run.startedAt != nil else {
            let isLate = visit.now - run.askedAt > .seconds(30)
            return """
                <p role="status">\(say(ConsoleMessages.versionsWaiting(name: actor(run.askedBy), at: run.askedAt)))</p><progress class="wait" aria-label="\(say(ConsoleMessages.versionsTraining))"></progress>
                \(isLate ? notice(.bad, say(ConsoleMessages.versionsNoWorker)) : .empty)
                """
        }
        return """
            <p role="status">\(say(ConsoleMessages.versionsRunning(percent: Int64(run.percent), name: actor(run.askedBy))))</p>
            <progress class="wait" max="100" value="\(max(run.percent, 2))" aria-label="\(say(ConsoleMessages.versionsTraining))">\(run.percent)</progress>
            <p class="muted">\(say(ConsoleMessages.versionsLeave))</p>
            """
    }

    private var button: HTML {
        guard !isTraining else { return .empty }
        return """
            <form method="post" action="/model/versions/train">\(visit.tokenField)<button class="button">\(say(ConsoleMessages.versionsTrain))</button></form>
            <p class="muted after">\(say(ConsoleMessages.versionsTrainText))</p>
            """
    }

    private func actor(_ login: String) -> String {
        switch login {
        case "worker": say(ConsoleMessages.versionsWorker)
        case "command line": say(ConsoleMessages.auditCommandLine)
        case "demo": say(ConsoleMessages.actorPipeline)
        default: people[login] ?? login
        }
    }

    private var log: HTML {
        let over = runs.filter(\.isOver).prefix(5)
        guard !over.isEmpty else { return .empty }
        let items: [HTML] = over.map { run in
            let what =
                switch (run.version, run.fault) {
                case (let version?, _): say(ConsoleMessages.versionsMade(version: Int64(version)))
                case (_, .noData): say(ConsoleMessages.versionsNothing)
                case (_, .abandoned): say(ConsoleMessages.versionsAbandoned)
                default: say(ConsoleMessages.versionsFailed)
                }
            return """
                <li><span class="strong">\(what)</span><span class="muted block">\(actor(run.askedBy)) · \(say.moment(run.finishedAt ?? run.askedAt))</span></li>
                """
        }
        return "<section class=\"card\"><h2>\(say(ConsoleMessages.versionsRuns))</h2><ol class=\"timeline\">\(items)</ol></section>"
    }

    // MARK: A version

    private func card(_ version: ModelVersion) -> HTML {
        let mark: HTML =
            !version.isCurrent
            ? .empty
            : version.fault == nil
                ? " <span class=\"stage won\">\(say(ConsoleMessages.versionsAnswers))</span>"
                : " <span class=\"stage lost\">\(say(ConsoleMessages.versionsCannot))</span>"
        let fault: HTML = version.fault == nil ? .empty : notice(.bad, say(ConsoleMessages.versionsFault))
        let choice = version.choice.map { choice -> HTML in
            "<p class=\"muted\">\(say(ConsoleMessages.versionsChosenBy(name: actor(choice.by), at: choice.at)))</p>"
        }
        return """
            <section class="card"><h2>\(say(ConsoleMessages.versionsTitle(version: Int64(version.version))))\(mark)</h2>
            <p class="muted">\(say.moment(version.trainedAt)) · \(say(ConsoleMessages.versionsData(services: Int64(version.report.services), clients: Int64(version.report.clients), observations: Int64(version.report.observations))))</p>
            \(fault)
            \(version.verdict.map { "<p>\(say($0.words))</p>" as HTML })
            \(version.verdict?.figures.map { "<p class=\"muted\">\(contest($0))</p>" as HTML })
            <dl>\(version.report.audiences.map(audience))</dl>
            \(choice)
            \(maySteer && !version.isCurrent && version.fault == nil ? choose(version.version) : .empty)</section>
            """
    }

    private func audience(_ figures: TrainingReport.AudienceFigures) -> HTML {
        let title = say(figures.audience.manyWords)
        var lines = [say(ConsoleMessages.versionsOutcomes(outcomes: Int64(figures.outcomes), accepted: Int64(figures.accepted)))]
        if figures.isFitted {
            if let loss = figures.logLoss, let base = figures.baseLogLoss {
                lines.append(say(ConsoleMessages.versionsLoss(loss: decimal(loss), base: decimal(base))))
            }
            if let error = figures.calibrationError {
                lines.append(say(ConsoleMessages.versionsCalibration(share: say.points(error))))
            }
        } else {
            lines.append(say(ConsoleMessages.versionsUnfitted))
            if let hits = figures.hitRate, let popular = figures.popularityHitRate {
                lines.append(say(ConsoleMessages.versionsHits(share: say.percent(hits), popular: say.percent(popular))))
            }
        }
        return "<dt>\(title)</dt><dd>\(lines.map { "<span class=\"block\">\($0)</span>" as HTML })</dd>"
    }

    private func contest(_ figures: ContestFigures) -> String {
        say(
            ConsoleMessages.versionsContest(
                outcomes: Int64(figures.outcomes), new: decimal(figures.challengerLoss), old: decimal(figures.championLoss)))
    }

    /// Four decimals, with the sign that the language divides by.
    private func decimal(_ number: Double) -> String {
        let text = String((number * 10_000).rounded() / 10_000)
        return say.language == .russian ? text.replacing(".", with: ",") : text
    }

    /// Changes what everybody is offered, so it asks a second time.
    private func choose(_ version: Int) -> HTML {
        let label = say(ConsoleMessages.versionsChoose)
        return """
            <details class="choose"><summary aria-label="\(label): \(version)">\(label)…</summary><p>\(say(ConsoleMessages.versionsSure))</p>
            <form method="post" action="/model/versions/\(version)/choose">\(visit.tokenField)<button class="button quiet" aria-label="\(label): \(version)">\(label)</button></form></details>
            """
    }
}

extension Verdict {
    fileprivate var words: Message {
        let before = Int64(champion ?? 0)
        return switch ground {
        case .noChampion: ConsoleMessages.verdictFirst
        case .unusableChampion: ConsoleMessages.verdictUnreadable(version: before)
        case .tooFewOutcomes: ConsoleMessages.verdictUntried(version: before)
        case .notWorse: ConsoleMessages.verdictNotWorse(version: before)
        case .worseLoss: ConsoleMessages.verdictWorseLoss(version: before)
        case .worseOrder: ConsoleMessages.verdictWorseOrder(version: before)
        }
    }
}
