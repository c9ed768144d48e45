@echo off
rem Starts the Release build of qdsl, building it when it is missing.
setlocal
set "program=%~dp0src\QuantDsl.Cli\bin\Release\net10.0\qdsl.dll"
if not exist "%program%" (
    echo building qdsl ^(once^) 1>&2
    dotnet build "%~dp0src\QuantDsl.Cli" -c Release -v quiet --nologo 1>&2 || exit /b 1
)
dotnet "%program%" %*
