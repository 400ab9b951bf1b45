@echo off
rem Runs the procprobe command on Windows; builds it first when it is missing. Needs a JDK 25 and a C compiler
rem for that. After a change of the sources: mvnw.cmd -pl cli -am -DskipTests package
rem The path of a folder may hold parentheses and ampersands: it is used in quotes only, and in no block.
setlocal DisableDelayedExpansion
set "root=%~dp0"
set "app=%root%cli\target\app"
if not exist "%app%\jdk" call :build
if not exist "%app%\jdk" exit /b 1

set "jdk="
set /p jdk=<"%app%\jdk"
if exist "%jdk%\bin\java.exe" goto java_found
echo procprobe: no Java in "%jdk%", which is where the build has found one 1>&2
echo procprobe: to build anew delete "%app%", and run this again with JAVA_HOME set to a JDK 25 1>&2
echo procprobe: when the name above is garbled: use a JDK in a folder with a name of ASCII letters 1>&2
exit /b 1

:java_found
set "class_path=%app%\lib\*"
set "archive=-Xshare:auto"
if not exist "%app%\command.aot" goto run
rem The class path of the class-data archive, in its order. One that does not fit is passed over by the JVM.
set "class_path="
for /f "usebackq delims=" %%j in ("%app%\class-path") do call :append "%%j"
set "archive=-XX:AOTCache=%app%\command.aot"

:run
rem Says what java.options says, for commands that need no more.
set "serve=-XX:+UseSerialGC"
if "%~1"=="serve" set "serve=@%app%\serve.options"
rem The library is beside the jars; where it cannot be loaded, that in the jar is.
"%jdk%\bin\java.exe" "@%app%\java.options" "%serve%" "-Djava.library.path=%app%\native" "%archive%" -cp "%class_path%" io.procprobe.cli.Main %*
exit /b %ERRORLEVEL%

:append
if defined class_path set "class_path=%class_path%;"
set "class_path=%class_path%%app%\lib\%~1"
exit /b 0

:build
echo procprobe: first run, building; a minute or two; log: "%root%target\build.log" 1>&2
if not exist "%root%target" mkdir "%root%target"
call "%root%mvnw.cmd" -B -f "%root%pom.xml" -pl cli -am -DskipTests=true -Dmaven.test.skip=true package >"%root%target\build.log" 2>&1
if not errorlevel 1 exit /b 0
if exist "%app%\jdk" del "%app%\jdk"
echo procprobe: the build failed, see "%root%target\build.log" 1>&2
exit /b 0
