import GemCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What was typed before, kept in a file for the next time: a JSON string a line, the last thousand of them.
///
/// A convenience: where it cannot be read or written nothing is said.
struct TypedLines: Sendable {
    private static let most = 1000
    private let path: String

    init(_ path: String) { self.path = path }

    /// The lines, oldest first.
    func load() -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return [UInt8](data).split(separator: 0x0A).suffix(Self.most).compactMap { (try? JSON(parsing: Array($0)))?.string }
    }

    /// Puts lines in the place of all.
    func save(_ lines: [String]) {
        let bytes = lines.suffix(Self.most).flatMap { line -> [UInt8] in JSON.string(line).bytes() + [0x0A] }
        guard (try? Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)) != nil else { return }
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
