@main struct CurlBench { static func main() {} }
