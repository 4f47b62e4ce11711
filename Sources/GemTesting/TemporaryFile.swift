#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A file that goes when the last reference does.
package final class TemporaryFile: Sendable {
    /// Where it is.
    package let path: String

    /// Writes a file of this name into a folder of its own.
    package init(_ bytes: [UInt8], name: String = "film.mp4") throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gemcache-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent(name).path
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// Puts other bytes in its place.
    package func rewrite(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    deinit { try? FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent()) }
}
