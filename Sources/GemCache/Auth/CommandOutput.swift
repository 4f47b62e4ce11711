internal import Dispatch
internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program run for what it prints; without a shell, and with nothing to read.
enum CommandOutput {
    /// How a program ended.
    enum End: Sendable, Equatable {
        /// It ended by itself, with what it wrote to both streams.
        case ended(code: Int32, output: [UInt8], errors: [UInt8])
        /// There is none of that name, or it cannot be run.
        case missing
        /// It took too long, and was ended.
        case late
    }

    /// The most that is read of either stream.
    private static let limit = 64 << 10

    /// Runs a command to its end, or for `deadline` seconds, on a thread that may block.
    static func of(_ command: [String], deadline: Double) async -> End {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "gemcache command").async { continuation.resume(returning: run(command, deadline)) }
        }
    }

    private static func run(_ command: [String], _ deadline: Double) -> End {
        guard let output = Pipe() else { return .missing }
        guard let errors = Pipe() else {
            output.close()
            return .missing
        }
        guard let pid = start(command, output, errors) else {
            output.close()
            errors.close()
            return .missing
        }
        close(output.writing)
        close(errors.writing)
        let texts = read([output.reading, errors.reading], deadline)
        if texts == nil { kill(pid, SIGKILL) }
        close(output.reading)
        close(errors.reading)
        let code = Spawn.end(of: pid)?.shellCode ?? 127
        guard let texts else { return .late }
        // How posix_spawn tells of a missing program depends on the system.
        return code == 127 ? .missing : .ended(code: code, output: texts[0], errors: texts[1])
    }

    /// Two ends of a pipe that no other program gets.
    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init?() {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { return nil }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (reading, writing) = (ends[0], ends[1])
        }

        func close() { for end in [reading, writing] { CommandOutput.close(end) } }
    }

    @discardableResult
    private static func close(_ descriptor: Int32) -> Int32 {
        #if canImport(Glibc)
        Glibc.close(descriptor)
        #elseif canImport(Musl)
        Musl.close(descriptor)
        #else
        Darwin.close(descriptor)
        #endif
    }

    private static func start(_ command: [String], _ output: Pipe, _ errors: Pipe) -> Int32? {
        var program = Spawn(command)
        (program.input, program.output, program.errors) = (.file("/dev/null"), .descriptor(output.writing), .descriptor(errors.writing))
        program.inherited = []
        return try? program.start()
    }

    /// What comes out of each descriptor until all end; nil where that is too late.
    private static func read(_ descriptors: [Int32], _ deadline: Double) -> [[UInt8]]? {
        var texts = descriptors.map { _ in [UInt8]() }
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(Int64(deadline * 1000))
        var piece = [UInt8](repeating: 0, count: 4096)
        while polled.contains(where: { $0.fd >= 0 }) {
            let left = clock.now.duration(to: end).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else { return nil }
            guard poll(&polled, nfds_t(polled.count), Int32(clamping: milliseconds)) >= 0 || errno == EINTR else { return nil }
            for index in polled.indices where polled[index].fd >= 0 && polled[index].revents != 0 {
                let got = piece.withUnsafeMutableBytes { systemRead(polled[index].fd, $0.baseAddress, $0.count) }
                if got < 0, errno == EINTR || errno == EAGAIN { continue }
                guard got > 0 else {
                    polled[index].fd = -1
                    continue
                }
                texts[index].append(contentsOf: piece[..<min(got, max(0, limit - texts[index].count))])
            }
        }
        return texts
    }

    private static func systemRead(_ descriptor: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, base, count)
        #elseif canImport(Musl)
        Musl.read(descriptor, base, count)
        #else
        Darwin.read(descriptor, base, count)
        #endif
    }
}
