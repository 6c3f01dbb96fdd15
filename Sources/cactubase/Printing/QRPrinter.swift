import ArgumentParser
import Group
import Localization
import Posters
import Vocabulary

/// What the codes are written as.
enum PictureFormat: String, CaseIterable, Sendable {
    case png
    case svg
    case poster

    static func list(_ text: String) throws -> [PictureFormat] {
        try text.split(separator: ",").map { word in
            guard let format = PictureFormat(rawValue: word.trimmingPrefix(while: \.isWhitespace).lowercased()) else {
                throw ValidationError("png, svg and poster are known.")
            }
            return format
        }
    }
}

/// A link before the bot's name is known.
struct PrintedLink: Sendable {
    let company: Company
    let isPersonal: Bool
    /// What follows `?start=`.
    let payload: String
    /// Of its files, without an extension.
    let name: String
}

/// Writes a link as pictures and as a poster.
struct QRPrinter: Sendable {
    let live: Live
    let shell: Shell
    let language: Language

    /// - Returns: the paths of the files.
    func write(_ link: PrintedLink, url: String, formats: [PictureFormat], into folder: String) throws -> [String] {
        let code = try QRCode(url)
        return try formats.map { format in
            let path: String
            switch format {
            case .png:
                path = "\(folder)/\(link.name).png"
                try OutputFile.write(try code.png(), to: path)
            case .svg:
                path = "\(folder)/\(link.name).svg"
                try OutputFile.write(Array(code.svg().utf8), to: path)
            case .poster:
                path = "\(folder)/\(link.name)-poster-\(language.rawValue).html"
                try OutputFile.write(Array(try poster(link, url: url).utf8), to: path)
            }
            return path
        }
    }

    private func poster(_ link: PrintedLink, url: String) throws -> String {
        let template = try Poster(templateAt: try Folders.posterTemplate(language.rawValue, in: shell))
        let headline = link.isPersonal ? PostersMessages.posterPersonalHeadline : PostersMessages.posterHeadline
        let benefit = link.isPersonal ? PostersMessages.posterPersonalBenefit : PostersMessages.posterBenefit
        return try template.page(
            Poster.Words(
                company: link.company.name(in: language), headline: live.text(headline, language), benefit: live.text(benefit, language),
                link: url))
    }
}
