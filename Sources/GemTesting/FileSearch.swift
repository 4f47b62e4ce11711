#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Looks for text in files, as a test for leaked secrets does.
package enum FileSearch {
    /// Whether any file below a folder holds `text`.
    package static func contains(_ text: String, under folder: String) throws -> Bool {
        let needle = Array(text.utf8)
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            if contains(needle, in: [UInt8](data)) { return true }
        }
        return false
    }

    private static func contains(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        guard let first = needle.first, bytes.count >= needle.count else { return false }
        for start in 0...(bytes.count - needle.count) where bytes[start] == first {
            if bytes[start..<start + needle.count].elementsEqual(needle) { return true }
        }
        return false
    }
}

extension FileSearch {
    /// The names in a folder; none where there is no folder.
    package static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
