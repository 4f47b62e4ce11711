import GemCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where sessions are kept, a file each: `chats` in the store's folder.
struct ChatFolder: Sendable {
    let path: String

    init(store: String) { path = store + "/chats" }

    /// The file of a session; throws for a name that is none.
    func file(_ name: String) throws(GemError) -> String {
        guard Self.isName(name) else {
            throw GemError(
                .badInput, "\(name) is no name for a session: take letters, digits, - _ and ., 64 at most, and no . at the beginning.")
        }
        return "\(path)/\(name).jsonl"
    }

    /// The file that holds what was typed, for up and down.
    var typed: String { "\(path)/.typed" }

    /// The sessions' names, in order.
    var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return files.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }.filter(Self.isName).sorted()
    }

    /// Makes the folder; only its owner may look in.
    func make() throws(GemError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw GemError(.store, "Cannot make the folder \(path), where sessions are kept; check --store.") }
    }

    private static func isName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        return isPlain && (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
    }
}
