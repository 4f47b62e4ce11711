public import GemCore
internal import HTTPTypes
internal import Synchronization

/// Recorded requests and answers in one file that people can read, review and diff; safe to use from any thread.
///
/// The file holds requests, not keys: keys are computed anew on load, so a new key version does not spoil a cassette.
/// Long base64 strings and binary bodies stand in files of their own under `NAME.blobs` beside it. No credential is ever written.
public final class Cassette: Sendable {
    /// The file's path.
    public let path: String
    /// Whether the file was there when the cassette was opened.
    public let existed: Bool
    private let resolver: any MediaResolver
    private let state: Mutex<State>
    /// What is on disk; held while the file is written.
    private let saved: Mutex<Saved>

    private struct Saved {
        /// The version of the state.
        var version = 0
        /// The file's content as it was read or written last; nil where there was none.
        var content: Digest?
        /// Whether it was told that another process writes the file.
        var isTold = false
    }

    private struct State {
        var list = PlayList()
        var table = ResolverTable()
        var uploads = UploadNames()
        var nextTicket = 0
        var version = 0
    }

    /// Makes an empty cassette that will be saved at `path`.
    ///
    /// `resolver` knows what uploaded files hold, for the keys of live requests; the cassette remembers what it tells.
    public convenience init(path: String, resolver: any MediaResolver = NoResolver()) {
        self.init(path: path, content: nil, resolver: resolver, state: State())
    }

    private init(path: String, content: Digest?, resolver: any MediaResolver, state: sending State) {
        self.path = path
        existed = content != nil
        saved = Mutex(Saved(content: content))
        self.resolver = resolver
        self.state = Mutex(state)
    }

    /// Reads the cassette at `path`; throws `badInput` where it is missing or cannot be used, naming the place and the remedy.
    public static func load(_ path: String, resolver: any MediaResolver = NoResolver()) throws(GemError) -> Cassette {
        guard let length = FileStatus.length(of: path) else {
            throw GemError(.badInput, "There is no cassette at \(path). Record one first, or mend the path.")
        }
        let bytes = try FileSlice(path: path, length: length).read()
        let (table, interactions) = try InteractionReader(file: path).read(bytes)
        var state = State()
        state.table = table
        for interaction in interactions { add(interaction, to: &state, resolver: resolver, isNew: false) }
        state.version = 0
        return Cassette(path: path, content: Digest(of: bytes), resolver: resolver, state: state)
    }

    /// Opens the cassette for a mode: a missing file is an empty cassette unless the mode is `none`.
    public static func open(_ path: String, mode: RecordMode, resolver: any MediaResolver = NoResolver()) throws(GemError) -> Cassette {
        if mode != .none, FileStatus.length(of: path) == nil { return Cassette(path: path, resolver: resolver) }
        return try load(path, resolver: resolver)
    }

    /// The recordings in order.
    public var interactions: [Interaction] { state.withLock { $0.list.entries.map(\.interaction) } }

    /// The recordings in order, each with the key of its question; nil where it asks none.
    package var keyed: [(interaction: Interaction, key: RequestKey?)] {
        state.withLock { $0.list.entries.map { ($0.interaction, $0.reading.key) } }
    }

    /// The recording that answers `request`, and moves on: equal requests get their recordings in order, the last one again and again.
    ///
    /// Reads the request's body; nil where nothing answers.
    public func find(_ request: Request) async throws(GemError) -> Interaction? {
        var request = request
        let inquiry = try await inquiry(&request)
        return play(inquiry, includingNew: true)
    }

    /// Adds a recording at the end; `save()` writes it.
    public func append(_ interaction: Interaction) {
        state.withLock { Self.add(interaction, to: &$0, resolver: resolver, isNew: true) }
    }

    /// Writes the file if there is something new: its blobs first, then all of it beside the old one, synced and renamed.
    ///
    /// The file is whole at every moment; what another process wrote meanwhile is replaced.
    public func save() throws(GemError) { _ = try saveTelling() }

    /// Saves, and tells the first time that the file had changed since it was read or written here: another process writes it.
    func saveTelling() throws(GemError) -> Bool {
        try saved.withLock { (saved) throws(GemError) in
            let (version, entries, table) = state.withLock { ($0.version, $0.list.entries, $0.table) }
            guard version != saved.version else { return false }
            var writer = InteractionWriter(folder: BlobFolder(cassette: path))
            let texts = entries.map { $0.text ?? writer.text($0.interaction) }
            let rows = table.entries.map { writer.json($0) }
            try writer.folder.write(writer.blobs)
            let bytes = CassetteText.file(resolver: rows, interactions: texts)
            let found = FileStatus.length(of: path).flatMap { try? FileSlice(path: path, length: $0).read() }.map { Digest(of: $0) }
            try DurableFile.write(bytes, to: path)
            let isNews = !saved.isTold && found != nil && found != saved.content
            saved = Saved(version: version, content: Digest(of: bytes), isTold: saved.isTold || isNews)
            let made = Dictionary(zip(entries.map(\.ticket), texts), uniquingKeysWith: { first, _ in first })
            state.withLock { $0.list.keepTexts(made) }
            return isNews
        }
    }

    private static func add(_ interaction: Interaction, to state: inout State, resolver: any MediaResolver, isNew: Bool) {
        let request = interaction.request
        let tracing = TracingResolver(request.attachments, table: state.table, resolver: resolver, isTableFirst: true)
        let reading = Reading(request, resolver: tracing)
        state.table.add(tracing.trace)
        state.uploads.reserve(reading.upload)
        for name in UploadHeaders.urls {
            if let id = interaction.response.headers[name].flatMap({ Redaction.uploadID(in: $0) }) { state.uploads.reserve(id) }
        }
        state.list.insert(.init(ticket: state.nextTicket, interaction: interaction, reading: reading, isNew: isNew))
        state.nextTicket += 1
        state.version += 1
    }
}

extension Cassette {
    /// Reads a live request for looking it up.
    func inquiry(_ request: inout Request) async throws(GemError) -> Inquiry {
        let (table, uploads) = state.withLock { ($0.table, $0.uploads) }
        return try await Inquiry(&request, table: table, resolver: resolver) { id in
            uploads.existing(id) ?? (UploadNames.isName(id) ? id : nil)
        }
    }

    /// Reads a live request for recording it.
    func recordingInquiry(_ request: inout Request) async throws(GemError) -> Inquiry {
        let table = state.withLock { $0.table }
        return try await Inquiry(&request, table: table, resolver: resolver, isRecording: true) { self.uploadName($0) }
    }

    /// Whether a request belongs to an upload that upstream started in this session.
    func isLiveUpload(_ request: Request) -> Bool {
        guard let id = Redaction.uploadID(in: request.path) else { return false }
        return state.withLock { $0.uploads.existing(id) != nil }
    }

    /// The name that stands for an upload id.
    func uploadName(_ id: String) -> String { state.withLock { $0.uploads.name(id) } }

    /// The next recording for a request.
    func play(_ inquiry: Inquiry, includingNew: Bool) -> Interaction? {
        state.withLock { $0.list.play(inquiry.reading, includingNew: includingNew) }
    }

    /// The error for a request without a recording.
    func miss(_ inquiry: Inquiry, command: String) -> GemError {
        NearMiss.error(inquiry, in: state.withLock { $0.list.entries }, cassette: path, command: command)
    }

    /// A place in order, taken when a request starts.
    func takeTicket() -> Int {
        state.withLock { state in
            defer { state.nextTicket += 1 }
            return state.nextTicket
        }
    }

    /// Adds what was recorded for `inquiry` at its place; with `isReplacing`, instead of what older sessions recorded for the same request.
    func add(_ interaction: Interaction, for inquiry: Inquiry, at ticket: Int, isReplacing: Bool) {
        state.withLock { state in
            state.table.add(inquiry.table)
            if isReplacing { state.list.removeOld(like: inquiry.reading) }
            state.list.insert(.init(ticket: ticket, interaction: interaction, reading: inquiry.reading, isNew: true))
            state.version += 1
        }
    }
}
