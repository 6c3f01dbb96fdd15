import Accounts
import Clients
import Database
import Group
import Jobs
import Leads
import Localization
import Offers
import Operations
import Recommendations
import Vocabulary

/// `/system`.
struct SystemPage: Sendable {
    let visit: Visit
    private let configuration: ConsoleSite.Configuration
    private let size: Int64?
    private let cards: CardCensus
    private let queues: [(name: Message, backlog: Backlog)]
    private let offers: (count: Int, oldest: Instant?)
    private let leads: (open: Int, oldest: Instant?)
    private let timers: [TimerRecord]
    private let pipelineInterval: Span
    private let lastTraining: Instant?
    private let model: Int?
    private let unusable: Int?
    private let training: TrainingRun?
    private let conditions: [Condition]
    var news: Message?

    init(_ visit: Visit, _ configuration: ConsoleSite.Configuration, size: Int64?, in transaction: Transaction) throws {
        (self.visit, self.configuration, self.size) = (visit, configuration, size)
        cards = try CardCensus(in: transaction)
        queues = [
            (ConsoleMessages.systemInbox, try Inbox().backlog(at: visit.now, in: transaction)),
            (ConsoleMessages.systemOutbox, try Outbox().backlog(at: visit.now, in: transaction)),
        ]
        offers = try OfferStore().queued(in: transaction)
        let stages = try LeadStore().census(in: transaction)
        leads = (stages.filter(\.key.isOpen).values.reduce(0, +), try LeadStore().oldestOpen(in: transaction))
        timers = try TimerStore().records(in: transaction)
        pipelineInterval = try SettingStore().value(Settings.pipelineInterval, in: transaction)
        lastTraining = try ModelStore().lastTraining(in: transaction)
        model = try ModelStore().currentVersion(in: transaction)
        unusable = try ModelStore().unusableCurrent(in: transaction)
        training = try TrainingDesk().open(in: transaction)
        conditions = try configuration.conditions(transaction, visit.now)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        let complaints = complaints
        return Layout(
            title: say(ConsoleMessages.navSystem), say: say, visit: visit, section: .system, tabs: SystemSection.tabs(for: visit.account)
        )
        .html(
            """
            <h1>\(say(ConsoleMessages.navSystem))</h1>
            \(news.map { notice(.good, say($0)) })
            \(complaints.isEmpty ? notice(.good, say(ConsoleMessages.systemWell)) : "\(complaints.map { notice($0.isGrave ? .bad : .warn, $0.words) })")
            <div class="columns">
            \(queueCard)
            \(timerCard)
            </div>
            <div class="columns">
            \(modelCard)
            \(programCard)
            </div>
            """)
    }

    // MARK: What stands still

    private struct Complaint {
        let isGrave: Bool
        let words: String
    }

    private static let patience = Span.minutes(10)

    private func age(_ since: Instant) -> String {
        let seconds = max(0, (visit.now - since).milliseconds / 1000)
        let unit: Int64 = seconds >= 172_800 ? 86_400 : seconds >= 7200 ? 3600 : seconds >= 120 ? 60 : 1
        return SettingField.spanWords(seconds / unit * unit, say)
    }

    /// What a person should do something about, the worst first.
    private var complaints: [Complaint] {
        var found: [Complaint] = []
        func add(_ isGrave: Bool, _ message: Message) { found.append(Complaint(isGrave: isGrave, words: say(message))) }
        if let unusable { add(true, ConsoleMessages.systemUnusable(version: Int64(unusable))) }
        if model == nil { add(true, ConsoleMessages.systemNoModel) }
        for (name, backlog) in queues {
            if let since = backlog.dueSince, visit.now - since > Self.patience {
                add(true, ConsoleMessages.systemStuck(queue: say(name), age: age(since)))
            }
            if backlog.dead > 0 { add(false, ConsoleMessages.systemDead(queue: say(name), count: Int64(backlog.dead))) }
        }
        // Queues are said above, with what to do.
        for condition in conditions where !condition.isWell && !["inbox", "outbox"].contains(condition.name) {
            add(true, ConsoleMessages.systemCondition(name: Self.name(condition, say)))
        }
        let allowed = max(pipelineInterval, .minutes(1))
        if let run = timers.first(where: { $0.name == "pipeline" }) {
            let late = visit.now - run.finishedAt
            if late > Span(milliseconds: allowed.milliseconds * 3) { add(true, ConsoleMessages.systemNoRun(age: age(run.finishedAt))) }
        } else {
            add(true, ConsoleMessages.systemNeverRan)
        }
        for timer in timers where timer.failure != nil {
            add(true, ConsoleMessages.systemTimerFailed(name: say(Self.name(timer.name)), at: timer.finishedAt))
        }
        if let oldest = cards[.pending].oldest, model != nil, visit.now - oldest > max(Self.patience, allowed) {
            add(false, ConsoleMessages.systemCardsWait(age: age(oldest)))
        }
        return found.filter(\.isGrave) + found.filter { !$0.isGrave }
    }

    // MARK: Parts

    private func row(_ title: String, _ count: Int, _ oldest: Instant?, warn: Bool = false) -> HTML {
        let mark: HTML = warn ? " class=\"warn\"" : ""
        return """
            <tr\(mark)><th scope="row">\(title)</th><td class="number">\(say.number(count))</td><td class="number">\(oldest.map(age) ?? "–")</td></tr>
            """
    }

    private var queueCard: HTML {
        let stages: [(Card.Stage, Message)] = [
            (.pending, ConsoleMessages.systemPending), (.processed, ConsoleMessages.systemProcessed),
            (.waiting, ConsoleMessages.systemWaiting),
            (.nothing, ConsoleMessages.systemNothing),
        ]
        let rows: [HTML] =
            stages.map { stage, title in
                // Where cards end, their age says nothing.
                let isOver = stage == .waiting || stage == .nothing
                return row(say(title), cards[stage].count, isOver ? nil : cards[stage].oldest)
            } + [
                row(say(ConsoleMessages.systemOffers), offers.count, offers.oldest),
                row(say(ConsoleMessages.systemLeads), leads.open, leads.oldest),
            ]
            + queues.flatMap { name, backlog in
                [row(say(name), backlog.waiting, backlog.dueSince)]
                    + (backlog.dead > 0 ? [row(say(ConsoleMessages.systemGivenUp(queue: say(name))), backlog.dead, nil, warn: true)] : [])
            }
        let mayRun = ModelSection.maySteer(visit.account) || SystemSection.mayAdminister(visit.account)
        let button: HTML =
            mayRun
            ? "<form method=\"post\" action=\"/system/run\">\(visit.tokenField)<button class=\"button quiet\">\(say(ConsoleMessages.systemRun))</button></form>"
            : .empty
        return """
            <section class="card"><h2>\(say(ConsoleMessages.systemQueues))</h2><table class="numbers wide"><thead><tr><th scope="col">\(say(ConsoleMessages.systemStage))</th><th scope="col" class="number">\(say(ConsoleMessages.systemNow))</th><th scope="col" class="number">\(say(ConsoleMessages.systemOldest))</th></tr></thead><tbody>\(rows)</tbody></table>\(button)</section>
            """
    }

    private static func name(_ timer: String) -> Message {
        switch timer {
        case "pipeline": ConsoleMessages.systemPipeline
        case "training": ConsoleMessages.systemTraining
        default: ConsoleMessages.systemHousekeeping
        }
    }

    private static func name(_ condition: Condition, _ say: Speaker) -> String {
        switch condition.name {
        case "inbox": say(ConsoleMessages.systemInbox)
        case "outbox": say(ConsoleMessages.systemOutbox)
        case "telegram": say(ConsoleMessages.systemTelegram)
        default: condition.name
        }
    }

    private var timerCard: HTML {
        let rows: [HTML] = timers.map { timer in
            let result = say(timer.failure == nil ? ConsoleMessages.systemRanWell : ConsoleMessages.systemRanBadly)
            return """
                <tr\(timer.failure == nil ? .empty : " class=\"warn\"" as HTML)><th scope="row">\(say(Self.name(timer.name)))</th><td class="number">\(say.moment(timer.finishedAt)) <span class="muted">\(result)</span></td></tr>
                """
        }
        let checks: [HTML] = conditions.map { condition in
            "<tr\(condition.isWell ? .empty : " class=\"warn\"" as HTML)><th scope=\"row\">\(Self.name(condition, say))</th><td class=\"number\">\(say(condition.isWell ? ConsoleMessages.systemGood : ConsoleMessages.systemBad))</td></tr>"
        }
        let health: HTML =
            checks.isEmpty
            ? .empty : "<h3>\(say(ConsoleMessages.systemHealth))</h3><table class=\"numbers wide\"><tbody>\(checks)</tbody></table>"
        return """
            <section class="card"><h2>\(say(ConsoleMessages.systemTimers))</h2>\(rows.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.systemNeverRan))</p>" as HTML : "<table class=\"numbers wide\"><tbody>\(rows)</tbody></table>")\(health)</section>
            """
    }

    private var modelCard: HTML {
        let version = model.map { say(ConsoleMessages.versionsTitle(version: Int64($0))) } ?? say(ConsoleMessages.systemNone)
        let last = lastTraining.map { say.moment($0) } ?? say(ConsoleMessages.systemNever)
        let now = training.map { run in
            "<dt>\(say(ConsoleMessages.systemNow))</dt><dd>\(say(run.startedAt == nil ? ConsoleMessages.systemTrainingWaits : ConsoleMessages.systemTrainingRuns(percent: Int64(run.percent))))</dd>"
                as HTML
        }
        let button: HTML =
            ModelSection.maySteer(visit.account) && training == nil
            ? "<form method=\"post\" action=\"/model/versions/train\">\(visit.tokenField)<button class=\"button quiet after\">\(say(ConsoleMessages.versionsTrain))</button></form>"
            : .empty
        return """
            <section class="card"><h2>\(say(ConsoleMessages.navModel))</h2><dl><dt>\(say(ConsoleMessages.systemAnswers))</dt><dd>\(version)</dd><dt>\(say(ConsoleMessages.systemLastTraining))</dt><dd>\(last)</dd>\(now)</dl>\(button)</section>
            """
    }

    private var programCard: HTML {
        let bytes = size.map { say(ConsoleMessages.systemMegabytes(count: max(1, $0 >> 20))) } ?? "–"
        return """
            <section class="card"><h2>\(say(ConsoleMessages.systemProgram))</h2><dl><dt>\(say(ConsoleMessages.systemVersion))</dt><dd>\(configuration.version)</dd><dt>\(say(ConsoleMessages.systemSize))</dt><dd>\(bytes)</dd><dt>\(say(ConsoleMessages.systemTime))</dt><dd>\(say.moment(visit.now))</dd></dl></section>
            """
    }
}
