import GemCache
import GemCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Questions about names on the command line.
enum FileName {
    /// Whether a file of this name exists.
    static func isFile(_ name: String) -> Bool { FileManager.default.fileExists(atPath: name) }

    /// Whether a file of this name exists and may not be written.
    static func isFrozen(_ name: String) -> Bool { isFile(name) && !FileManager.default.isWritableFile(atPath: name) }

    /// Removes a file, or a folder with all in it; nothing is said where that is impossible.
    static func remove(_ name: String) { try? FileManager.default.removeItem(atPath: name) }

    /// Whether what may be a text or a file is a file; throws where it has the look of one that is missing.
    static func isFile(_ text: String, orText advice: String) throws(GemError) -> Bool {
        if isFile(text) { return true }
        let type = MIMEType.guess(name: text) ?? ""
        let isMedia = ["image/", "audio/", "video/", "application/"].contains { type.hasPrefix($0) }
        let isPath = ["./", "../", "~/", "/"].contains { text.hasPrefix($0) }
        guard isMedia || isPath, !text.contains(where: \.isWhitespace) else { return false }
        throw GemError(.badInput, "There is no file \(text); check the path. \(advice)")
    }

    /// That a file cannot be written; `kind` says what it is, such as `report`.
    static func unwritable(_ name: String, _ kind: String? = nil, cause: (any Error)? = nil) -> GemError {
        GemError(
            .store,
            "Cannot write \(kind.map { "the \($0) " } ?? "")\(name): its folder is missing or may not be written; make it, or name another file.",
            cause: cause, path: name)
    }

    /// Throws where no file of this name can be written.
    static func checkWritable(_ name: String) throws(GemError) {
        let folder = name.contains("/") ? String(name[...(name.lastIndex(of: "/") ?? name.startIndex)]) : "."
        guard FileManager.default.isWritableFile(atPath: isFile(name) ? name : folder) else { throw unwritable(name) }
    }

    /// Throws where the name is a folder's.
    static func refuseFolder(_ name: String, _ wanted: String) throws(GemError) {
        var isFolder = false
        if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder {
            throw GemError(.badInput, "\(name) is a folder; \(wanted) is a file: give its name.")
        }
    }
}
