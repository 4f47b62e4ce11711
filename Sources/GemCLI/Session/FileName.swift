#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Questions about names on the command line.
enum FileName {
    /// Whether a file of this name exists.
    static func isFile(_ name: String) -> Bool { FileManager.default.fileExists(atPath: name) }
}
