public import GemCore
internal import HTTPTypes

/// How a cassette is used, apart from its mode.
public struct CassetteSettings: Sendable {
    /// How fast recorded answers come back.
    public var playback: Playback = .immediate
    /// Measures delays while recording, and waits for them where `playback` says so.
    public var time: any TimeSource = SystemTime()
    /// Whether the file is written after each recording, so that nothing is lost when the process is killed; else `Cassette.save()` writes it.
    public var savesEachTime = true
    /// The command that a miss advises; nil for the general one.
    public var recordCommand: String?
    /// Told what could not be recorded or written, in one sentence; called from any thread.
    public var onWarning: (@Sendable (String) -> Void)?

    /// The defaults.
    public init() {}
}

/// Replays what a cassette holds, and records what passes, as its mode says.
///
/// While recording, bytes go on to the reader as they come; the recording is added when the body has ended, was cut, or was dropped by its reader.
/// A body dropped early is recorded as a cut after the bytes that were read, unless nothing was missing from it; one dropped
/// before its first byte is not recorded.
/// Requests that carry a secret in their body pass unrecorded, with a warning; a failure to get any answer is not recorded.
public struct CassetteLayer: Layer {
    private let cassette: Cassette
    private let mode: RecordMode
    private let settings: CassetteSettings

    /// Puts a cassette around a transport.
    public init(_ cassette: Cassette, mode: RecordMode, settings: CassetteSettings = CassetteSettings()) {
        self.cassette = cassette
        self.mode = mode
        self.settings = settings
    }

    /// Whether nothing ever passes on: every answer comes from the cassette.
    package var sendsNothing: Bool { mode == .none || (mode == .once && cassette.existed) }

    public func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        switch mode {
        case .none: return try await replay(request)
        case .once where cassette.existed: return try await replay(request)
        case .once, .all: return try await record(request, next)
        case .newEpisodes:
            var request = request
            guard !cassette.isLiveUpload(request) else { return try await record(request, next) }
            let inquiry = try await cassette.inquiry(&request)
            guard let known = cassette.play(inquiry, includingNew: false) else { return try await record(request, next) }
            return try await response(known)
        }
    }

    private func replay(_ request: Request) async throws(GemError) -> Response {
        var request = request
        let inquiry = try await cassette.inquiry(&request)
        guard let known = cassette.play(inquiry, includingNew: true) else {
            let general = "run the same once more with --cassette \(cassette.path) --record new-episodes"
            throw cassette.miss(inquiry, command: settings.recordCommand ?? general)
        }
        return try await response(known)
    }

    private func response(_ known: Interaction) async throws(GemError) -> Response {
        try await Replay(playback: settings.playback, time: settings.time).response(known.response)
    }

    private func record(_ request: Request, _ next: any Transport) async throws(GemError) -> Response {
        var request = request
        let inquiry = try await cassette.recordingInquiry(&request)
        guard !inquiry.reading.isSecret else {
            settings.onWarning?(
                "\(inquiry.request.method.rawValue) \(inquiry.request.path) carries or fetches a secret and was not recorded.")
            return try await next.send(request)
        }
        var upload: UploadHash?
        if case .stream(let stream, let length) = request.body {
            // Only an upload's bytes are still a stream: any other body was read to be matched.
            let hash = UploadHash()
            request.body = .stream(hash.listen(to: stream), length: length)
            upload = hash
        }
        let ticket = cassette.takeTicket()
        let start = settings.time.now
        var response = try await next.send(request)
        let head = response.head.cleaned(inquiry.redaction) { cassette.uploadName($0) }
        let recorder = recorder(inquiry, head, upload, at: ticket, from: start)
        response.body = try recorder.listen(to: response.body)
        return response
    }

    private func recorder(
        _ inquiry: Inquiry, _ head: HTTPResponse, _ upload: UploadHash?, at ticket: Int, from start: Timestamp
    ) -> ResponseRecorder {
        let name = "\(inquiry.request.method.rawValue) \(inquiry.request.path)"
        return ResponseRecorder(
            time: settings.time, start: start,
            onOverflow: {
                settings.onWarning?("The answer to \(name) is larger than \(Inquiry.largestBody >> 20) MB and was not recorded.")
            },
            onEnd: { bytes, marks, end in
                var inquiry = inquiry
                if let upload { inquiry.take(upload.body) }
                let response = RecordedResponse(
                    head, inquiry.redaction.mask(bytes), marks: marks, end: end, shape: inquiry.request.route.shape)
                if end == .dropped, bytes.isEmpty, response.isCut {
                    settings.onWarning?("The reader left before the answer to \(name) began; it was not recorded.")
                    return
                }
                if end == .dropped, response.isCut {
                    settings.onWarning?("The reader left the answer to \(name) early; it was recorded as cut after \(bytes.count) bytes.")
                }
                keep(Interaction(request: inquiry.request, response: response, recordedAt: start), inquiry, ticket)
            })
    }

    private func keep(_ interaction: Interaction, _ inquiry: Inquiry, _ ticket: Int) {
        cassette.add(interaction, for: inquiry, at: ticket, isReplacing: mode == .all)
        guard settings.savesEachTime else { return }
        do {
            guard try cassette.saveTelling() else { return }
            settings.onWarning?(
                "\(cassette.path) was changed by another program since it was read, and what that wrote is replaced. Let one program at a time record to a file."
            )
        } catch {
            settings.onWarning?("\(error)")
        }
    }
}
