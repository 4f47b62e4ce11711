internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// The prepared answers of one mock, in order: added ones first, then the folder's by file name.
///
/// The folder is looked at again at most every quarter of a second; what changed there counts from the next request on.
final class FixtureShelf: Sendable {
    /// One file and what it holds, in its last good version.
    private struct Entry {
        var stamp: FileStamp
        var rows: [FixtureRow] = []
        var captions = Captions()
        var problem: String?
    }

    private struct State {
        var added: [FixtureRow] = []
        var addedCaptions = Captions()
        var entries: [String: Entry] = [:]
        var captions = Captions.bundled
        var checkedAt: Timestamp
        /// What is wrong with the folder itself.
        var problem: String?
    }

    private static let patience: Int64 = 250_000

    private let folder: String?
    private let time: any TimeSource
    private let state: Mutex<State>

    /// Reads every `*.json` of a folder: fixtures, cassettes, captions.
    init(folder: String?, time: any TimeSource = SystemTime()) throws(GemError) {
        self.folder = folder
        self.time = time
        var state = State(checkedAt: time.now)
        if let folder {
            for (name, stamp) in try FileStamp.all(in: folder).sorted(by: { $0.key < $1.key }) {
                let file = try FixtureFile(name, in: folder)
                state.entries[name] = Entry(stamp: stamp, rows: file.fixtures.map(FixtureRow.init), captions: file.captions)
            }
        }
        Self.gatherCaptions(&state)
        self.state = Mutex(state)
    }

    /// Puts a fixture before all others; one that holds captions adds them.
    func add(_ json: JSON) throws(GemError) {
        let source = "(added)"
        if json["captions"] != nil {
            let captions = try CaptionReader(source: source, folder: nil).captions(json)
            state.withLock { state in
                state.addedCaptions.add(captions)
                Self.gatherCaptions(&state)
            }
        } else {
            let fixture = try FixtureReader(source: source).fixture(json)
            state.withLock { $0.added.insert(FixtureRow(fixture), at: 0) }
        }
    }

    /// Drops what was added, and lets used-up fixtures answer again.
    func reset() {
        state.withLock { state in
            state.added = []
            state.addedCaptions = Captions()
            for name in state.entries.keys { state.entries[name]?.rows.indices.forEach { state.entries[name]?.rows[$0].reset() } }
            Self.gatherCaptions(&state)
        }
    }

    /// The answer of the first fixture that matches a question and is not used up.
    func answer(key: RequestKey?, route: Route, text: String) -> FixtureAnswer? {
        let isBatch = route.operation == .batchEmbedContents || route.operation == .predict
        return take(route) { fixture in
            // What stands for one vector answers within a batch.
            !(isBatch && fixture.isOnlyVector) && fixture.match.matches(key: key, route: route, text: text)
        }
    }

    /// The answer to a request that asks no question.
    func answer(_ method: HTTPRequest.Method, _ path: String, _ route: Route) -> FixtureAnswer? {
        take(route) { $0.match.matches(method, path, route) }
    }

    /// What a fixture or a recording holds for a key, told exactly as it is.
    func recorded(_ key: @autoclosure () -> RequestKey?, _ route: Route) -> FixtureAnswer? {
        guard holds({ $0.match.key != nil }), let key = key() else { return nil }
        return take(route) { $0.match.key == key && $0.match.matches(key: key, route: route, text: "") }
    }

    /// The answer to one content of a batch, asked for alone.
    func vector(key: RequestKey?, route: Route, text: String) -> FixtureAnswer? {
        take(route) { $0.isVector && $0.match.matches(key: key, route: route, text: text) }
    }

    /// Whether any fixture stands for one vector.
    var mayHoldVectors: Bool { holds { $0.isVector } }

    /// What is known of media.
    var captions: Captions {
        state.withLock { state in
            refresh(&state)
            return state.captions
        }
    }

    /// Every fixture in the order they are tried, with its uses.
    var uses: [FixtureUse] {
        state.withLock { state in
            refresh(&state)
            return (state.added + state.entries.sorted { $0.key < $1.key }.flatMap(\.value.rows)).map(FixtureUse.init)
        }
    }

    /// The files that could not be read again.
    var problems: [FixtureProblem] {
        state.withLock { state in
            refresh(&state)
            let files = state.entries.sorted { $0.key < $1.key }.compactMap { name, entry in
                entry.problem.map { FixtureProblem(source: "\(folder ?? "")/\(name)", message: $0) }
            }
            return (state.problem.map { [FixtureProblem(source: folder ?? "", message: $0)] } ?? []) + files
        }
    }

    private func holds(_ condition: (Fixture) -> Bool) -> Bool {
        state.withLock { state in
            refresh(&state)
            return state.added.contains { condition($0.fixture) }
                || state.entries.values.contains { $0.rows.contains { condition($0.fixture) } }
        }
    }

    private func take(_ route: Route, _ matches: (Fixture) -> Bool) -> FixtureAnswer? {
        state.withLock { state in
            refresh(&state)
            for index in state.added.indices where matches(state.added[index].fixture) {
                if let answer = state.added[index].take(route) { return answer }
            }
            for name in state.entries.keys.sorted() {
                guard let rows = state.entries[name]?.rows else { continue }
                for (index, row) in rows.enumerated() where matches(row.fixture) {
                    if let answer = state.entries[name]?.rows[index].take(route) { return answer }
                }
            }
            return nil
        }
    }

    private func refresh(_ state: inout State) {
        guard let folder else { return }
        let now = time.now
        guard abs(now.microseconds - state.checkedAt.microseconds) >= Self.patience else { return }
        state.checkedAt = now
        guard let stamps = Self.stamps(folder, &state.problem) else { return }
        guard stamps.count != state.entries.count || stamps.contains(where: { state.entries[$0.key]?.stamp != $0.value }) else { return }
        for name in state.entries.keys where stamps[name] == nil { state.entries[name] = nil }
        for (name, stamp) in stamps where state.entries[name]?.stamp != stamp { Self.load(name, stamp, folder, &state) }
        Self.gatherCaptions(&state)
    }

    private static func stamps(_ folder: String, _ problem: inout String?) -> [String: FileStamp]? {
        do throws(GemError) {
            let stamps = try FileStamp.all(in: folder)
            problem = nil
            return stamps
        } catch {
            problem = error.message
            return nil
        }
    }

    /// Takes over a changed file; a broken one keeps its last good version, and its problem is told.
    private static func load(_ name: String, _ stamp: FileStamp, _ folder: String, _ state: inout State) {
        do throws(GemError) {
            let file = try FixtureFile(name, in: folder)
            state.entries[name] = Entry(stamp: stamp, rows: file.fixtures.map(FixtureRow.init), captions: file.captions)
        } catch {
            var entry = state.entries[name] ?? Entry(stamp: stamp)
            (entry.stamp, entry.problem) = (stamp, error.message)
            state.entries[name] = entry
        }
    }

    private static func gatherCaptions(_ state: inout State) {
        var captions = Captions.bundled
        for (_, entry) in state.entries.sorted(by: { $0.key < $1.key }) { captions.add(entry.captions) }
        captions.add(state.addedCaptions)
        state.captions = captions
    }
}
