internal import CCurl
internal import GemCore
internal import HTTPTypes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Transfer {
    /// Sets every option of the handle; the first result that is not `CURLE_OK` otherwise.
    func configure() -> CURLcode {
        var result = CURLE_OK
        func set(_ setting: @autoclosure () -> CURLcode) {
            if result == CURLE_OK { result = setting() }
        }
        let configuration = order.configuration
        set(gem_curl_set_string(easy, CURLOPT_URL, order.destination.url))
        set(gem_curl_set_long(easy, CURLOPT_PATH_AS_IS, 1))
        set(gem_curl_allow_http_only(easy))
        set(gem_curl_set_long(easy, CURLOPT_NOSIGNAL, 1))
        set(gem_curl_leave_lookups(easy))
        set(gem_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
        set(gem_curl_set_pointer(easy, CURLOPT_PRIVATE, reference))
        set(gem_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.wholeMilliseconds))
        if let timeLimit = order.timeLimit { set(gem_curl_set_long(easy, CURLOPT_TIMEOUT_MS, timeLimit)) }
        set(gem_curl_set_long(easy, CURLOPT_TCP_NODELAY, 1))
        set(gem_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1))
        // A stream of events comes in small pieces and may stay open for long; a download is large.
        set(gem_curl_set_long(easy, CURLOPT_BUFFERSIZE, order.isStreamed && order.method == .post ? 4 << 10 : 64 << 10))
        set(gem_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1))
        set(gem_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2))
        if let caBundle = configuration.caBundle { set(gem_curl_set_string(easy, CURLOPT_CAINFO, caBundle)) }
        if let proxy = configuration.proxy ?? (order.destination.isLoopback ? "" : nil) {
            set(gem_curl_set_string(easy, CURLOPT_PROXY, proxy))
        }
        set(gem_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1))
        let version = order.needsHTTP11 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS
        set(gem_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(version)))
        set(setBody())
        set(setFields())
        set(setCallbacks())
        return result
    }

    /// This transfer as libcurl's callbacks get it; the runner holds it for as long as the handle is in use.
    var reference: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    /// The transfer behind `reference`.
    static func of(_ reference: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(reference).takeUnretainedValue()
    }

    private func setBody() -> CURLcode {
        var results: [CURLcode] = []
        switch order.upload {
        case .nothing where order.method == .head:
            results.append(gem_curl_set_long(easy, CURLOPT_NOBODY, 1))
        case .nothing where [.post, .put, .patch].contains(order.method):
            results.append(gem_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0))
            results.append(gem_curl_set_string(easy, CURLOPT_COPYPOSTFIELDS, ""))
        case .nothing:
            results.append(gem_curl_set_long(easy, CURLOPT_HTTPGET, 1))
        case .whole(let bytes):
            results.append(gem_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)))
            // libcurl copies the bytes before the closure returns.
            bytes.withUnsafeBytes { buffer in
                let base = UnsafeMutableRawPointer(mutating: buffer.baseAddress)
                results.append(
                    base.map { gem_curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0) }
                        ?? gem_curl_set_string(easy, CURLOPT_COPYPOSTFIELDS, ""))
            }
        case .bytes, .file, .stream:
            results.append(gem_curl_set_long(easy, CURLOPT_UPLOAD, 1))
            results.append(gem_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(order.upload.length ?? -1)))
        }
        results.append(gem_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, order.method.rawValue))
        return results.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    private func setFields() -> CURLcode {
        for line in order.lines + [order.asksForGzip ? "Accept-Encoding: gzip" : "Accept-Encoding: identity"] {
            guard let longer = gem_curl_slist_append(list, line) else { return CURLE_OUT_OF_MEMORY }
            list = longer
        }
        return gem_curl_set_list(easy, CURLOPT_HTTPHEADER, list)
    }

    private func setCallbacks() -> CURLcode {
        let results = [
            gem_curl_set_pointer(easy, CURLOPT_HEADERDATA, reference),
            gem_curl_set_pointer(easy, CURLOPT_WRITEDATA, reference),
            gem_curl_set_pointer(easy, CURLOPT_READDATA, reference),
            gem_curl_set_pointer(easy, CURLOPT_SEEKDATA, reference),
            gem_curl_set_pointer(easy, CURLOPT_PREREQDATA, reference),
            gem_curl_set_write(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, reference in
                guard let reference else { return 0 }
                let isTaken = Transfer.of(reference).receive(headerLine: UnsafeRawBufferPointer(start: bytes, count: size * count))
                return isTaken ? size * count : 0
            },
            gem_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, reference in
                guard let reference else { return 0 }
                let transfer = Transfer.of(reference)
                let isTaken = transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
                return isTaken ? size * count : transfer.hasFailed ? 0 : Int(CURL_WRITEFUNC_PAUSE)
            },
            gem_curl_set_read(easy) { bytes, size, count, reference in
                guard let reference else { return Int(CURL_READFUNC_ABORT) }
                return Transfer.of(reference).send(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            },
            gem_curl_set_seek(easy) { reference, offset, origin in
                guard let reference, origin == 0 else { return CURL_SEEKFUNC_FAIL }
                return Transfer.of(reference).rewind(to: Int64(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
            },
            gem_curl_set_sockopt(easy) { _, socket, _ in
                // A program started meanwhile would hold the connection open beyond its end.
                fcntl(socket, F_SETFD, FD_CLOEXEC) == 0 ? CURL_SOCKOPT_OK : CURL_SOCKOPT_ERROR
            },
            gem_curl_set_prereq(easy) { reference, _, _, _, _ in
                guard let reference else { return CURL_PREREQFUNC_ABORT }
                return Transfer.of(reference).willSend() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            },
        ]
        return results.first { $0 != CURLE_OK } ?? CURLE_OK
    }
}

extension Duration {
    /// This duration in milliseconds, rounded up; at least one, at most a day.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = min(self, .seconds(86_400)).components
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
