import Group
import Localization
import Vocabulary

/// A setting as people know it: what it is called, what it does, and in which unit it is written.
struct SettingWords: Sendable {
    enum Group: CaseIterable, Sendable {
        case leads, runs, contacts, operatorOfData, advertising, model, other

        var title: Message {
            switch self {
            case .leads: ConsoleMessages.settingsLeads
            case .runs: ConsoleMessages.settingsRuns
            case .contacts: ConsoleMessages.settingsContacts
            case .operatorOfData: ConsoleMessages.settingsOperator
            case .advertising: ConsoleMessages.settingsAdvertising
            case .model: ConsoleMessages.settingsModel
            case .other: ConsoleMessages.settingsOther
            }
        }
    }

    let group: Group
    let label: Message
    let help: Message
    var unit: Message?

    /// Nil: a setting that nobody has described; it is shown under its own name.
    static func of(_ name: String) -> SettingWords? { known[name] }

    private static let known: [String: SettingWords] = [
        Settings.leadDueHours.name: .init(
            group: .leads, label: ConsoleMessages.settingDue, help: ConsoleMessages.settingDueHelp, unit: ConsoleMessages.unitHours),
        Settings.offersPerClient.name: .init(
            group: .leads, label: ConsoleMessages.settingPerClient, help: ConsoleMessages.settingPerClientHelp),
        Settings.explorationShare.name: .init(
            group: .leads, label: ConsoleMessages.settingExploration, help: ConsoleMessages.settingExplorationHelp,
            unit: ConsoleMessages.unitPercent),
        Settings.pipelineInterval.name: .init(
            group: .runs, label: ConsoleMessages.settingPipeline, help: ConsoleMessages.settingPipelineHelp),
        Settings.trainingInterval.name: .init(
            group: .runs, label: ConsoleMessages.settingTraining, help: ConsoleMessages.settingTrainingHelp),
        Settings.contactCap.name: .init(
            group: .contacts, label: ConsoleMessages.settingCap, help: ConsoleMessages.settingCapHelp),
        Settings.contactCapDays.name: .init(
            group: .contacts, label: ConsoleMessages.settingCapDays, help: ConsoleMessages.settingCapDaysHelp,
            unit: ConsoleMessages.unitDays),
        Settings.cooloffHours.name: .init(
            group: .contacts, label: ConsoleMessages.settingCooloff, help: ConsoleMessages.settingCooloffHelp,
            unit: ConsoleMessages.unitHours),
        Settings.silentDays.name: .init(
            group: .contacts, label: ConsoleMessages.settingSilent, help: ConsoleMessages.settingSilentHelp, unit: ConsoleMessages.unitDays),
        Settings.declinedDays.name: .init(
            group: .contacts, label: ConsoleMessages.settingDeclined, help: ConsoleMessages.settingDeclinedHelp,
            unit: ConsoleMessages.unitDays),
        Settings.linkDays.name: .init(
            group: .contacts, label: ConsoleMessages.settingLink, help: ConsoleMessages.settingLinkHelp, unit: ConsoleMessages.unitDays),
        Settings.operatorName.name: .init(
            group: .operatorOfData, label: ConsoleMessages.settingOperatorName, help: ConsoleMessages.settingOperatorNameHelp),
        Settings.operatorINN.name: .init(
            group: .operatorOfData, label: ConsoleMessages.settingOperatorInn, help: ConsoleMessages.settingOperatorInnHelp),
        Settings.operatorAddress.name: .init(
            group: .operatorOfData, label: ConsoleMessages.settingOperatorAddress, help: ConsoleMessages.settingOperatorAddressHelp),
        Settings.eridRequired.name: .init(
            group: .advertising, label: ConsoleMessages.settingErid, help: ConsoleMessages.settingEridHelp),
        Settings.matrixRule.name: .init(group: .model, label: ConsoleMessages.settingMatrix, help: ConsoleMessages.settingMatrixHelp),
        Settings.needsRule.name: .init(group: .model, label: ConsoleMessages.settingNeeds, help: ConsoleMessages.settingNeedsHelp),
    ]
}

extension SettingProblem {
    /// What to do about it; units as the page shows them.
    func words(_ setting: AnySetting, _ say: Speaker) -> String {
        switch self {
        case .notAWholeNumber: say(ConsoleMessages.slipWholeNumber)
        case .notANumber: say(ConsoleMessages.slipNumber)
        case .notASwitch, .notOneOf: say(ConsoleMessages.slipChoice)
        case .notADuration: say(ConsoleMessages.slipWholeNumber)
        case .outOfRange: setting.kind.limits(say).map { say(ConsoleMessages.slipRange(limits: $0)) } ?? say(ConsoleMessages.slipNumber)
        case .tooLong(let most): say(ConsoleMessages.slipTooLong(most: Int64(most)))
        case .notATaxNumber: say(ConsoleMessages.slipTaxNumber)
        case .notText: say(ConsoleMessages.slipText)
        }
    }
}

extension SettingKind {
    /// From … to …, in words; nil: there is nothing to say.
    func limits(_ say: Speaker) -> String? {
        switch self {
        case .wholeNumber(let range): "\(say.number(range.lowerBound))–\(say.number(range.upperBound))"
        case .number(let range): "\(say.number(Int(range.lowerBound * 100)))–\(say.number(Int(range.upperBound * 100)))"
        case .span(let range): "\(SettingField.spanWords(range.lowerBound, say)) – \(SettingField.spanWords(range.upperBound, say))"
        case .onOff, .choice, .text, .taxNumber: nil
        }
    }
}
