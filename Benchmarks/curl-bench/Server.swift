internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The other side of the benchmark: a few lines of Python in a process of their own, so that their memory does not count.
struct Server {
    let port: Int
    private let process: pid_t

    /// Starts the server and reads its port from its output.
    init() throws(GemError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw GemError(.internal, "No pipe could be made.") }
        defer { close(ends[0]) }
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        let words = (["python3", "-c", Self.script] as [String]).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        guard posix_spawnp(&process, "python3", &actions, nil, words, environ) == 0 else {
            close(ends[1])
            throw GemError(.configuration, "python3 could not be started; install it to run this benchmark.")
        }
        self.process = process
        close(ends[1])
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while byte != UInt8(ascii: "\n"), read(ends[0], &byte, 1) == 1 { line.append(byte) }
        guard let port = Int(String(decoding: line.dropLast(), as: UTF8.self)) else {
            kill(process, SIGTERM)
            throw GemError(.configuration, "The benchmark's server did not start.")
        }
        self.port = port
    }

    /// Ends the process.
    func stop() { kill(process, SIGTERM) }

    private static let script = """
        import socket
        SIZE = 1 << 30
        listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen(8)
        print(listener.getsockname()[1], flush=True)
        block = memoryview(bytearray(1 << 18))
        def serve(peer):
            stream = peer.makefile("rb", 1 << 18)
            while True:
                line = stream.readline()
                if not line: return
                fields = {}
                while (field := stream.readline().strip()):
                    name, value = field.split(b":", 1); fields[name.lower()] = value.strip()
                if line.startswith(b"GET"):
                    peer.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % SIZE)
                    for _ in range(SIZE // len(block)): peer.sendall(block)
                    continue
                def take(count):
                    while count:
                        got = stream.readinto(block[:min(count, len(block))])
                        if not got: raise EOFError
                        count -= got
                total = 0
                if fields.get(b"transfer-encoding") == b"chunked":
                    while (size := int(stream.readline(), 16)):
                        take(size); stream.readline(); total += size
                    stream.readline()
                else:
                    total = int(fields[b"content-length"]); take(total)
                answer = str(total).encode()
                peer.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(answer) + answer)
        while True:
            peer, _ = listener.accept()
            serve(peer)
        """
}
