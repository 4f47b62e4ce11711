#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A folder of a test's own, removed when the test is done.
package enum TemporaryFolder {
    /// Makes a folder, runs `body` with its path, and removes it with all it holds.
    package static func with<R>(_ body: (String) async throws -> R) async throws -> R {
        let path = try make()
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private static func make() throws -> String {
        let base = FileManager.default.temporaryDirectory.path
        let path = "\(base)/gemcache-test-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
