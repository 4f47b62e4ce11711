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

    /// Throws where the name is a folder's.
    static func refuseFolder(_ name: String, _ wanted: String) throws(GemError) {
        var isFolder = false
        if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder {
            throw GemError(.badInput, "\(name) is a folder; \(wanted) is a file: give its name.")
        }
    }
}
