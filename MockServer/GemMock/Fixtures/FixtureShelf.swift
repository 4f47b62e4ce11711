internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The prepared answers of one mock, in order: added ones first, then the folder's by file name.
final class FixtureShelf: Sendable {
    private struct State {
        var fixtures: [Fixture]
        var left: [Int?]
    }

    private let folder: [Fixture]
    private let state: Mutex<State>

    /// Reads every `*.json` of a folder; each holds one fixture or a list of them.
    init(folder path: String?) throws(GemError) {
        var fixtures: [Fixture] = []
        if let path {
            for name in try Self.names(in: path).sorted() where name.hasSuffix(".json") {
                fixtures += try Self.read("\(path)/\(name)")
            }
        }
        folder = fixtures
        state = Mutex(State(fixtures: fixtures, left: fixtures.map(\.times)))
    }

    /// Puts a fixture before all others.
    func add(_ fixture: Fixture) {
        state.withLock { state in
            state.fixtures.insert(fixture, at: 0)
            state.left.insert(fixture.times, at: 0)
        }
    }

    /// Drops what was added, and lets used-up fixtures answer again.
    func reset() { state.withLock { $0 = State(fixtures: folder, left: folder.map(\.times)) } }

    /// The answer of the first fixture that matches and is not used up.
    func answer(key: RequestKey?, route: Route, text: String) -> Fixture.Answer? {
        state.withLock { state in
            for (index, fixture) in state.fixtures.enumerated() {
                guard state.left[index] != 0, fixture.matches(key: key, route: route, text: text) else { continue }
                if let left = state.left[index] { state.left[index] = left - 1 }
                return fixture.answer
            }
            return nil
        }
    }

    private static func names(in path: String) throws(GemError) -> [String] {
        guard let folder = opendir(path) else { throw FileSlice.failure("open the fixtures folder", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    private static func read(_ path: String) throws(GemError) -> [Fixture] {
        var info = stat()
        guard stat(path, &info) == 0 else { throw FileSlice.failure("read", path) }
        let bytes = try FileSlice(path: path, length: Int64(info.st_size)).read()
        let json: JSON
        do { json = try JSON(parsing: bytes, .lenient) } catch { throw GemError(.badInput, "Fixture \(path): \(error)") }
        var fixtures: [Fixture] = []
        for item in json.array ?? [json] { fixtures.append(try Fixture(item, source: path)) }
        return fixtures
    }
}
